import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { glob } from 'tinyglobby';
import { UserError } from '../user-error.js';

/** Names of files that hold history, law or a translation rather than instructions, by their beginnings. */
const NO_INSTRUCTIONS =
  /(^|\/)(change-?log|release[-_]notes|licen[cs]e|third[-_]party|code[-_]of[-_]conduct|contributing|readme[-_.][a-z]{2}([-_][a-z]{2})?\.)[^/]*$/i;

/** Further ones that are recognised by their capitals only: `security.md` may well explain something. */
const IN_CAPITALS = /(^|\/)(CHANGES|HISTORY|SECURITY|NOTICE|AUTHORS|SPONSORS|BACKERS|AGENTS|CLAUDE)\.\w+$/;

/** The most files that are indexed; more are left out, deepest first. */
const MAX_FILES = 2000;

/** What `findDocuments` found. */
export interface FoundDocuments {
  /** Paths below the folder, nearest to it first. */
  readonly paths: readonly string[];
  /** How many Markdown files are left out: changelogs and licences, second copies of a package, too many. */
  readonly omitted: number;
}

/**
 * Lists the Markdown files of a folder that are worth reading.
 *
 * Of a package that is installed several times, only the copy nearest to the folder counts.
 *
 * @param signal - Stops the search, which may take long in a folder as large as a disk.
 * @throws {@link UserError} if the folder cannot be read or holds no Markdown file.
 */
export async function findDocuments(folder: string, signal?: AbortSignal): Promise<FoundDocuments> {
  await checkFolder(folder);
  const all = await glob('**/*.{md,markdown}', {
    cwd: folder,
    caseSensitiveMatch: false,
    // Links lead to what is elsewhere in the folder, or out of it.
    followSymbolicLinks: false,
    ...(signal === undefined ? {} : { signal }),
  });
  if (all.length === 0) throw new UserError(`There is no Markdown file in ${folder}.`);

  const useful = all.filter((path) => !NO_INSTRUCTIONS.test(path) && !IN_CAPITALS.test(path));
  // A folder of nothing but changelogs was surely meant.
  const nearest = nearestCopies(useful.length > 0 ? useful : all).slice(0, MAX_FILES);
  return { paths: nearest, omitted: all.length - nearest.length };
}

async function checkFolder(folder: string): Promise<void> {
  const fail = (why: string): never => {
    throw new UserError(`Cannot read the documents in ${folder}: ${why}.`);
  };
  const found = await stat(folder).catch((error: unknown) => fail(reasonOf(error)));
  if (!found.isDirectory()) fail('it is a file, not a folder');
  await access(folder, constants.R_OK | constants.X_OK).catch((error: unknown) => fail(reasonOf(error)));
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return code ?? String(error);
}

function nearestCopies(paths: readonly string[]): string[] {
  const depth = (path: string): number => path.split('/').length;
  const sorted = [...paths].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const copies = new Map<string, string>();
  for (const path of sorted) {
    const withinPackage = path.split('node_modules/').at(-1) as string;
    if (!copies.has(withinPackage)) copies.set(withinPackage, path);
  }
  return [...copies.values()];
}

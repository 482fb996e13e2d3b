import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Runnable, type RunContext, Step } from 'runwright';
import { UserError } from '../user-error.js';
import type { Question } from '../question.js';
import { Progress } from '../terminal/progress.js';
import { documentName } from './document-name.js';
import { findDocuments } from './find-documents.js';
import type { MarkdownDocument } from './markdown-document.js';

/** Larger files are collections, such as the licences of everything a package contains; in bytes. */
const MAX_FILE_SIZE = 200_000;

/** How many files are read at once. */
const READ_AT_ONCE = 32;

/** Reads the Markdown files of the question's folder, a few at a time, so that the steps behind work meanwhile. */
@Runnable()
export class LoadDocuments extends Step<Question, MarkdownDocument[]> {
  constructor(private readonly progress: Progress) {
    super();
  }

  async *run({ folder }: Question, ctx: RunContext): AsyncGenerator<MarkdownDocument[], void> {
    const { paths, omitted } = await findDocuments(folder, ctx.signal);
    this.progress.start({ folder, files: paths.length, omitted });

    let readable = 0;
    for (let start = 0; start < paths.length; start += READ_AT_ONCE) {
      ctx.signal.throwIfAborted();
      const batch = paths.slice(start, start + READ_AT_ONCE);
      const documents = (await Promise.all(batch.map((path) => readDocument(folder, path)))).flat();
      readable += documents.length;
      yield documents;
      this.progress.advance(documents.length, batch.length - documents.length);
    }
    if (readable === 0)
      throw new UserError(`None of the Markdown files in ${folder} has text that can be read.`);
  }
}

/** A document, or nothing where the file is empty, too large, or not ours to read: one bad file spoils no answer. */
async function readDocument(folder: string, path: string): Promise<MarkdownDocument[]> {
  const file = join(folder, path);
  try {
    if ((await stat(file)).size > MAX_FILE_SIZE) return [];
    const text = await readFile(file, 'utf8');
    return text.trim() === '' ? [] : [{ path, name: documentName(folder, path), text }];
  } catch {
    return [];
  }
}

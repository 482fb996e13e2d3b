import { fileURLToPath } from 'node:url';

/**
 * Notes the place in the source at which a decorator is called.
 *
 * @param decorator - The function that is called there; it and what it calls are left out of the stack.
 * @returns a function that gives the place, such as `src/chains/answer.ts:12`. Formatting a stack is slow, and only an
 * error needs it.
 */
export function noteDeclaredAt(decorator: (...args: never) => unknown): () => string | undefined {
  const note: { stack?: string } = {};
  Error.captureStackTrace(note, decorator);
  return () => placeIn(note.stack);
}

function placeIn(stack: string | undefined): string | undefined {
  const frame = stack
    ?.split('\n')
    .find((line) => /^\s+at /.test(line) && !/__decorate|node:internal|reflect-metadata/i.test(line));
  const place = /^\s+at (?:.* \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):\d+\)?$/.exec(frame ?? '');
  if (place === null) return undefined;
  const [, file, line] = place as unknown as [string, string, string];
  const root = `${process.cwd().replaceAll('\\', '/')}/`;
  const path = (file.startsWith('file:') ? fileURLToPath(file) : file).replaceAll('\\', '/');
  return `${path.startsWith(root) ? path.slice(root.length) : path}:${line}`;
}

/**
 * Notes where the code that calls a decorator stands.
 *
 * @returns a function that reads the note, such as `src/chains/answer.ts:12`; formatting a stack is the expensive part,
 * and only an error needs it.
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
  const place = /(?:file:\/\/)?(\/[^()]+?|[A-Za-z]:[\\/][^()]+?):(\d+):\d+\)?$/.exec(frame ?? '');
  if (place === null) return undefined;
  const [, file, line] = place as unknown as [string, string, string];
  const root = `${process.cwd().replaceAll('\\', '/')}/`;
  const path = decodeURI(file).replaceAll('\\', '/');
  return `${path.startsWith(root) ? path.slice(root.length) : path}:${line}`;
}

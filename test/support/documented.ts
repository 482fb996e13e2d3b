import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import MarkdownIt from 'markdown-it';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A block of TypeScript in a document. */
export interface Block {
  /** The file and the line that it begins at, such as `README.md:20`. */
  readonly place: string;
  readonly code: string;
  /** What stands in the block of plain text right after it, which is what it prints. */
  readonly output: string | undefined;
}

const markdown = new MarkdownIt();

/** The TypeScript blocks of a Markdown file. */
export function blocksOf(file: string): Block[] {
  return blocksIn(file, readFileSync(join(ROOT, file), 'utf8'));
}

/** The TypeScript blocks in the doc comments of a source file. */
export function examplesOf(file: string): Block[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const isComment = /^\s*(\/\*\*|\*)/;
  const lines = text
    .split('\n')
    .map((line) => (isComment.test(line) ? line.replace(/^\s*\/?\*+\/? ?/, '') : ''));
  return blocksIn(file, lines.join('\n'));
}

function blocksIn(file: string, text: string): Block[] {
  const tokens = markdown.parse(text, {});
  return tokens.flatMap(({ type, info, content, map }, index) => {
    if (type !== 'fence' || info !== 'ts') return [];
    const next = tokens[index + 1];
    const output = next?.type === 'fence' && next.info === 'text' ? next.content : undefined;
    return [{ place: `${file}:${String((map?.[0] ?? 0) + 1)}`, code: content, output }];
  });
}

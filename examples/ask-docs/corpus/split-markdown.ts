import { type Block, markdownBlocks } from './markdown-blocks.js';
import type { MarkdownDocument } from './markdown-document.js';
import type { Passage } from './passage.js';

/** A section longer than this is split between its blocks; in characters. */
const MAX_PASSAGE = 1500;

/** Sections that every package has and nobody asks about. */
const BOILERPLATE =
  /^(table of )?contents$|^\W*(toc|licen[cs]es?|contribut(ing|ors?)|sponsors?|backers|authors?|credits|acknowledge?ments?|(running )?(the )?tests?|testing|tested on|change ?log|security|prior art|badges)\W*$/i;

/** Splits a document into passages by its headings, long sections between their blocks. */
export function splitMarkdown(document: MarkdownDocument): Passage[] {
  const passages: Passage[] = [];
  // Its title says its name once more.
  const isReadme = /(^|\/)readme\.[^/]*$/i.test(document.path);
  let above: Block[] = [];
  let blocks: Block[] = [];

  const close = (): void => {
    const headings = [
      document.name,
      ...above.filter(({ level }) => !isReadme || level !== 1).map(({ text }) => text),
    ];
    const boilerplate = above.some(({ text, level }) => level > 1 && BOILERPLATE.test(text));
    if (!boilerplate && blocks.some(({ text }) => /\p{L}{3}/u.test(text))) {
      passages.push({
        path: document.path,
        line: blocks[0]!.line,
        headings: headings.filter((heading, at) => heading.toLowerCase() !== headings[at - 1]?.toLowerCase()),
        text: blocks.map(({ text }) => text).join('\n\n'),
      });
    }
    blocks = [];
  };

  for (const block of markdownBlocks(document.text)) {
    if (block.kind === 'heading') {
      close();
      above = [...above.filter(({ level }) => level < block.level), block];
      continue;
    }
    const last = blocks.at(-1);
    // Code belongs to the sentence that announces it.
    const announced = block.kind === 'code' && last?.kind === 'text';
    if (last !== undefined && !announced && lengthOf(blocks) + block.text.length > MAX_PASSAGE) close();
    blocks.push(block);
  }
  close();
  return passages;
}

function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}

/** A sentence of a passage, together with what it announces. */
export interface Quote {
  /** Empty where code stands without a sentence before it. */
  readonly text: string;
  /** The code behind it, or the list behind its colon. */
  readonly announced: string | undefined;
}

const CODE_OR_LINE = /^(`{3,})[^`\n]*\n[\s\S]*?\n\1$|^.+$/gm;
const ABBREVIATED = /\b(e\.g|i\.e|etc|vs|cf)\.$/i;
const MAX_ITEMS = 6;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Divides the text of a passage into sentences, each with the code or, after a colon, the list behind it. */
export function quotesOf(text: string): Quote[] {
  const quotes: { text: string; code?: string; items: string[] }[] = [];
  for (const [block] of text.matchAll(CODE_OR_LINE)) {
    const last = quotes.at(-1);
    if (block.startsWith('```')) {
      if (last === undefined || last.code !== undefined) quotes.push({ text: '', code: block, items: [] });
      else last.code = block;
    } else if (block.startsWith('- ') && last?.text.endsWith(':') === true && last.code === undefined) {
      last.items.push(block);
    } else {
      quotes.push(...sentencesOf(block).map((sentence) => ({ text: sentence, items: [] })));
    }
  }
  return quotes.map(({ text: sentence, code, items }) => ({
    text: sentence,
    announced: items.length > 0 ? items.slice(0, MAX_ITEMS).join('\n') : code,
  }));
}

function sentencesOf(block: string): string[] {
  const found: string[] = [];
  for (const { segment } of sentences.segment(block.replace(/^- /, ''))) {
    const last = found.at(-1);
    if (last !== undefined && isUnfinished(last)) found[found.length - 1] = `${last} ${segment.trim()}`;
    else if (segment.trim() !== '') found.push(segment.trim());
  }
  return found;
}

/** Whether the segmenter stopped at a full stop that ends no sentence: of an abbreviation, in brackets, in code. */
function isUnfinished(text: string): boolean {
  const count = (mark: string): number => text.split(mark).length - 1;
  return ABBREVIATED.test(text) || count('(') > count(')') || count('`') % 2 === 1;
}

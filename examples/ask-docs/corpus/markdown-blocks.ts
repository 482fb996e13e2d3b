import MarkdownIt, { type Token } from 'markdown-it';
import { plainText, textOfHtml } from './plain-text.js';

/** A heading, a paragraph, a list item, a row of a table or a fenced block of code, as plain text. */
export interface Block {
  readonly kind: 'heading' | 'text' | 'code';
  readonly text: string;
  /** Line where it begins, from 1. */
  readonly line: number;
  /** Level of a heading, from 1; 0 of anything else. */
  readonly level: number;
}

/** More lines of code than anyone reads in an answer. */
const MAX_CODE_LINES = 40;

const FRONT_MATTER = /^\uFEFF?---\r?\n[\s\S]*?\r?\n---\r?\n/;

/** A heading in HTML, or the title of a part that is folded in. */
const HTML_HEADING = /<(h[1-6]|summary)\b[^>]*>([\s\S]*?)<\/\1>/i;

const parser = new MarkdownIt({ html: true });

/** Reads the blocks of a Markdown text, without marks that only layout needs; a list item keeps a dash. */
export function markdownBlocks(markdown: string): Block[] {
  // Its line breaks stay, so that lines keep their numbers.
  const text = markdown.replace(FRONT_MATTER, (matter) => matter.replace(/[^\n]+/g, ''));
  const tokens = parser.parse(text, {});
  return tokens.flatMap((token, at) => blocksOf(token, tokens, at)).filter((block) => block.text !== '');
}

function blocksOf(token: Token, tokens: readonly Token[], at: number): Block[] {
  const line = (token.map?.[0] ?? 0) + 1;
  switch (token.type) {
    case 'inline':
      return inlineBlock(token, tokens, at, line);
    case 'tr_open':
      return [{ kind: 'text', text: cellsOf(tokens, at).join(' · '), line, level: 0 }];
    case 'fence':
    case 'code_block':
      return [{ kind: 'code', text: fenced(token), line, level: 0 }];
    case 'html_block':
      return htmlBlocks(token.content, line);
    default:
      return [];
  }
}

function inlineBlock({ children }: Token, tokens: readonly Token[], at: number, line: number): Block[] {
  const inline = children ?? [];
  const { type = '', tag = '' } = tokens[at - 1] ?? {};
  if (type === 'heading_open') {
    return [{ kind: 'heading', text: plainText(inline), line, level: Number(tag.slice(1)) }];
  }
  const isItem = type === 'paragraph_open' && tokens[at - 2]?.type === 'list_item_open';
  if (type !== 'paragraph_open' || (isItem && isAnchor(inline))) return [];
  const text = plainText(inline);
  return [{ kind: 'text', text: isItem && text !== '' ? `- ${text}` : text, line, level: 0 }];
}

/** Whether a list item only leads to a part of the same document, as those of a table of contents do. */
function isAnchor(inline: readonly Token[]): boolean {
  const [first] = inline;
  const target = first?.type === 'link_open' ? first.attrGet('href') : null;
  return target?.startsWith('#') === true && inline.at(-1)?.type === 'link_close';
}

function cellsOf(tokens: readonly Token[], row: number): string[] {
  const end = tokens.findIndex(({ type }, at) => at > row && type === 'tr_close');
  const cells = tokens.slice(row, end).filter(({ type }) => type === 'inline');
  return cells.map(({ children }) => plainText(children ?? [])).filter(Boolean);
}

function fenced({ info, content }: Token): string {
  const lines = content.trimEnd().split('\n');
  if (lines.every((line) => line.trim() === '')) return '';
  const shown = lines.length > MAX_CODE_LINES ? [...lines.slice(0, MAX_CODE_LINES), '…'] : lines;
  const fence = content.includes('```') ? '````' : '```';
  return [fence + info.trim(), ...shown, fence].join('\n');
}

function htmlBlocks(html: string, line: number): Block[] {
  const [heading, tag = '', title = ''] = HTML_HEADING.exec(html) ?? [];
  if (heading === undefined) return [{ kind: 'text', text: textOfHtml(html), line, level: 0 }];
  const rest = textOfHtml(html.replace(heading, ''));
  const level = /^h/i.test(tag) ? Number(tag.slice(1)) : 6;
  return [
    { kind: 'heading', text: textOfHtml(title), line, level },
    { kind: 'text', text: rest, line, level: 0 },
  ];
}

import { factsOf, labelOf, type GraphEdge, type GraphNode } from './graph-parts.js';

/** Characters that would end a label in Mermaid's syntax, or start another element. */
const SYNTAX = /[()[\]{}"|;]/;

const MARKDOWN = /^[*_`].*[*_`]$/s;

/**
 * Converts an id into one that Mermaid accepts: every character other than a letter, a digit, `_` or `-` becomes a
 * backslash and its code point in hexadecimal, as in the drawings of LangChain.
 */
export function idOf(id: string): string {
  if (id === 'end') return '\\65nd'; // a keyword of Mermaid
  return id.replace(/[^A-Za-z0-9_-]/gu, (letter) => `\\${(letter.codePointAt(0) ?? 0).toString(16)}`);
}

/** The text in the shape of a node: its label, and its metadata in small letters. */
export function textOf(node: GraphNode): string {
  const label = labelOf(node);
  const text = MARKDOWN.test(label) ? `<p>${label}</p>` : label;
  const facts = factsOf(node).join('\n');
  return quoted(facts === '' ? text : `${text}<hr/><small><em>${facts}</em></small>`);
}

/** The arrow of an edge, with its label. */
export function linkOf({ data, conditional, injected }: GraphEdge, words: number): string {
  if (injected === true) return ' --o ';
  if (data === undefined) return conditional === true ? ' -.-> ' : ' --> ';
  const label = quoted(`&nbsp;${wrapped(data, words)}&nbsp;`);
  return conditional === true ? ` -. ${label} .-> ` : ` -- ${label} --> `;
}

function wrapped(text: string, perLine: number): string {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length <= perLine) return text;
  const lines: string[] = [];
  for (let at = 0; at < words.length; at += perLine) lines.push(words.slice(at, at + perLine).join(' '));
  return lines.join('&nbsp<br>&nbsp');
}

function quoted(label: string): string {
  return SYNTAX.test(label.replaceAll('&nbsp;', '')) ? `"${label.replaceAll('"', '#quot;')}"` : label;
}

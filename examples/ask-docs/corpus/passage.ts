/** A part of a document, short enough to be read at a glance: a section under its headings, or a piece of a long one. */
export interface Passage {
  /** Path of the document below the corpus folder. */
  readonly path: string;
  /** Line of the document where the passage begins, from 1. */
  readonly line: number;
  /** Name of the document, which is that of its package, then the headings above the passage, outermost first. */
  readonly headings: readonly string[];
  /** Plain text: one paragraph, list item or fenced block of code after the other, with a blank line between them. */
  readonly text: string;
}

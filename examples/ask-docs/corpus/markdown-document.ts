/** A Markdown file that was read. */
export interface MarkdownDocument {
  /** Path below the corpus folder, with forward slashes. */
  readonly path: string;
  /** The package it is from, or its own name. */
  readonly name: string;
  readonly text: string;
}

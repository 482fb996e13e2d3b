/** A Markdown file that was read. */
export interface MarkdownDocument {
  /** Path below the corpus folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

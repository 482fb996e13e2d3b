/** A piece of text with metadata. */
export interface Document {
  readonly id?: string | undefined;
  /** The text. */
  readonly pageContent: string;
  /** Facts about the text, such as its source; values that JSON can hold. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

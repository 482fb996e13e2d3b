/** A piece of text with what is known of it. */
export interface Document {
  readonly id?: string | undefined;
  readonly pageContent: string;
  /** Facts such as where it is from; JSON-able values. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

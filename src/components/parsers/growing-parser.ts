import { OutputParser, type ParserInput } from './output-parser.js';

/** Reads an answer piece by piece, and knows its value so far. */
export interface Reader<O> {
  /** Reads a piece of the answer; returns whether the value has changed. */
  write(text: string): boolean;
  /** The value so far; later pieces do not change this object. */
  readonly value: O;
  /** Whether the answer is complete and well-formed. */
  readonly complete: boolean;
}

/**
 * Base of parsers whose value grows with the answer: streamed, they yield the whole value each time it has grown; the
 * last one is what `invoke` returns.
 */
export abstract class GrowingParser<O> extends OutputParser<O> {
  /** Creates a reader for one answer. */
  protected abstract reader(): Reader<O>;

  override async *executeStream(chunks: AsyncIterable<ParserInput>): AsyncGenerator<O, void> {
    const reader = this.reader();
    let text = '';
    let empty = true;
    for await (const chunk of chunks) {
      empty = false;
      const piece = this.textOf(chunk);
      text += piece;
      if (reader.write(piece)) yield reader.value;
    }
    // What the reader cannot finish may still be well-formed as a whole; otherwise it fails as `invoke` does.
    if (!empty && !reader.complete) yield await this.parse(text);
  }
}

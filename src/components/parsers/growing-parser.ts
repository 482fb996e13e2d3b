import { OutputParser, type ParserInput } from './output-parser.js';

/** Reads an answer piece by piece, and knows what it amounts to so far. */
export interface Reader<O> {
  /** Takes a piece of the answer; tells whether there is something new to see. */
  write(text: string): boolean;
  /** What there is so far; a later piece does not change it. */
  readonly value: O;
  /** Whether the answer is complete and without faults. */
  readonly complete: boolean;
}

/**
 * Base of parsers whose value grows while the answer does: streamed, they give the whole value anew each time there is
 * more of it, and the last is what `invoke` gives.
 */
export abstract class GrowingParser<O> extends OutputParser<O> {
  /** Makes a reader for one answer. */
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
    // What the reader could not finish may still be well-formed as a whole, or fails as it would for `invoke`.
    if (!empty && !reader.complete) yield await this.parse(text);
  }
}

import { OutputParser, type ParserInput } from './output-parser.js';

/** The complete items of a text, and the rest of it, which may belong to the next item. */
export interface Split {
  readonly items: readonly string[];
  readonly rest: string;
  /**
   * What has to come before the rest can contain a complete item.
   *
   * @defaultValue The separator.
   */
  readonly awaits?: RegExp | undefined;
}

/**
 * Base of parsers for lists: streamed, they yield each item, in a list of one, as soon as it is complete.
 *
 * A subclass implements `split`, which separates the items.
 *
 * @example
 * ```ts
 * import { ListOutputParser, type Split } from 'runwright';
 *
 * class SemicolonListOutputParser extends ListOutputParser {
 *   protected split(text: string, ended: boolean): Split {
 *     const items = text.split(';');
 *     const rest = ended ? '' : (items.pop() ?? '');
 *     return { items: items.map((item) => item.trim()), rest };
 *   }
 * }
 * await new SemicolonListOutputParser().invoke('red; green'); // => ['red', 'green']
 * ```
 */
export abstract class ListOutputParser extends OutputParser<string[]> {
  /** What ends an item: a streamed text is split only when a piece contains it. */
  protected get separator(): RegExp {
    return /\n/;
  }

  /**
   * Splits the complete items off a text.
   *
   * @param ended - Whether the text is complete, and with it its last item.
   */
  protected abstract split(text: string, ended: boolean): Split;

  parse(text: string): string[] {
    return [...this.split(text, true).items];
  }

  override async *executeStream(chunks: AsyncIterable<ParserInput>): AsyncGenerator<string[], void> {
    let rest = '';
    let count = 0;
    let { separator: awaited } = this;
    for await (const chunk of chunks) {
      const piece = this.textOf(chunk);
      rest += piece;
      if (!awaited.test(piece)) continue;
      const found = this.split(rest, false);
      ({ rest, awaits: awaited = this.separator } = found);
      for (const item of found.items) yield [item];
      count += found.items.length;
    }
    const last = this.split(rest, true).items;
    if (last.length > 0 || count === 0) yield [...last];
  }
}

/** Splits the complete lines off a text, and takes the item of each line that has one. */
export function splitLines(text: string, ended: boolean, item: RegExp): Split {
  const lines = text.split('\n');
  const rest = ended ? '' : (lines.pop() as string);
  const items = lines.flatMap((line) => {
    const found = item.exec(line)?.[1]?.trim();
    return found === undefined || found === '' ? [] : [found];
  });
  return { items, rest };
}

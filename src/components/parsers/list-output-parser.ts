import { OutputParser, type ParserInput } from './output-parser.js';

/** Items found in a text, and what of the text may belong to the next one. */
export interface Split {
  readonly items: readonly string[];
  readonly rest: string;
  /**
   * What the rest needs before there can be another item in it.
   *
   * @defaultValue the separator
   */
  readonly awaits?: RegExp | undefined;
}

/**
 * Base of parsers for lists: streamed, they give each item, in a list of one, as soon as it is complete.
 *
 * A subclass says how items are told apart.
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
  /** What items end with: a text is looked through when a piece with that has come, and not for every piece. */
  protected get separator(): RegExp {
    return /\n/;
  }

  /**
   * Takes the complete items off a text.
   *
   * @param ended - Whether the text has ended, and with it its last item.
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

/** Takes the complete lines off a text, and of each the item in it, if it has one. */
export function splitLines(text: string, ended: boolean, item: RegExp): Split {
  const lines = text.split('\n');
  const rest = ended ? '' : (lines.pop() as string);
  const items = lines.flatMap((line) => {
    const found = item.exec(line)?.[1]?.trim();
    return found === undefined || found === '' ? [] : [found];
  });
  return { items, rest };
}

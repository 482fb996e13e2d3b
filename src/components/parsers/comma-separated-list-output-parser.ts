import { writeDown } from '../../run/recipes.js';
import { ListOutputParser, type Split } from './list-output-parser.js';

// An item: in double quotes, in which a quote is doubled, or up to the next comma or the end of the line.
const ITEM = /\s*(?:"((?:[^"]|"")*)"[^\S\n]*(?=[,\n]|$)|([^,\n]*))([,\n]|$)/y;

/**
 * Makes a list of an answer such as `red, green, "blue, or so"`.
 *
 * @example
 * ```ts
 * import { CommaSeparatedListOutputParser } from 'runwright';
 *
 * await new CommaSeparatedListOutputParser().invoke('red, green'); // => ['red', 'green']
 * ```
 */
export class CommaSeparatedListOutputParser extends ListOutputParser {
  override getFormatInstructions(): string {
    return 'Answer with a list of values separated by commas, such as: `foo, bar, baz`.';
  }

  protected override get separator(): RegExp {
    return /[,\n]/;
  }

  protected split(text: string, ended: boolean): Split {
    const items: string[] = [];
    let at = 0;
    while (at < text.length) {
      ITEM.lastIndex = at;
      const [whole, quoted, plain, end] = ITEM.exec(text) as unknown as [string, string?, string?, string?];
      // Without a comma behind it, an item may still grow, and a quote may still be closed.
      // Until a quote comes, one that is open need not be looked through again for each comma.
      if (!ended && isOpen(plain)) return { items, rest: text.slice(at), awaits: /"/ };
      if (!ended && end === '') break;
      const item = quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"');
      if (item !== '') items.push(item);
      at += whole.length;
    }
    return { items, rest: text.slice(at) };
  }

  protected override defaultName(): string {
    return 'CommaSeparatedListOutputParser';
  }
}

/** Whether an item begins with a quote that is not closed, so that the comma found may be a part of it. */
function isOpen(plain: string | undefined): boolean {
  return plain?.startsWith('"') === true;
}

writeDown('CommaSeparatedListOutputParser', CommaSeparatedListOutputParser, {
  fields: ({ name }) => ({ name }),
  make: ({ name }) => new CommaSeparatedListOutputParser(name as string),
});

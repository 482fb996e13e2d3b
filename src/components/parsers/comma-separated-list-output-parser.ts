import { writeDown } from '../../run/recipes.js';
import { ListOutputParser, type Split } from './list-output-parser.js';

// An item: in double quotes, within which a quote is doubled, or up to the next comma or line break.
const ITEM = /\s*(?:"((?:[^"]|"")*)"[^\S\n]*(?=[,\n]|$)|([^,\n]*))([,\n]|$)/y;

/**
 * Parses an answer such as `red, green, "blue, or so"` into a list.
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
      // An open quote cannot be closed before another quote comes: its commas need not be looked at again.
      if (!ended && isOpen(plain)) return { items, rest: text.slice(at), awaits: /"/ };
      // Without a separator after it, an item may still grow.
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

/** Tells whether an item begins with a quote that is still open, so that the comma found may belong to it. */
function isOpen(plain: string | undefined): boolean {
  return plain?.startsWith('"') === true;
}

writeDown('CommaSeparatedListOutputParser', CommaSeparatedListOutputParser, {
  fields: ({ name }) => ({ name }),
  make: ({ name }) => new CommaSeparatedListOutputParser(name as string),
});

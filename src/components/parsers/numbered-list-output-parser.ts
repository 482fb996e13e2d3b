import { writeDown } from '../../run/recipes.js';
import { ListOutputParser, splitLines, type Split } from './list-output-parser.js';

const ITEM = /^\s*\d+[.)]\s+(.*)$/;

/**
 * Parses a numbered list: lines such as `1. red` or `2) green`.
 *
 * @example
 * ```ts
 * import { NumberedListOutputParser } from 'runwright';
 *
 * await new NumberedListOutputParser().invoke('1. red\n2. green'); // => ['red', 'green']
 * ```
 */
export class NumberedListOutputParser extends ListOutputParser {
  override getFormatInstructions(): string {
    return 'Answer with a numbered list, each item on a line of its own, such as:\n1. foo\n2. bar';
  }

  protected split(text: string, ended: boolean): Split {
    return splitLines(text, ended, ITEM);
  }

  protected override defaultName(): string {
    return 'NumberedListOutputParser';
  }
}

writeDown('NumberedListOutputParser', NumberedListOutputParser, {
  fields: ({ name }) => ({ name }),
  make: ({ name }) => new NumberedListOutputParser(name as string),
});

import { writeDown } from '../../run/recipes.js';
import { ListOutputParser, splitLines, type Split } from './list-output-parser.js';

const ITEM = /^\s*[-*+]\s+(.*)$/;

/**
 * Parses a Markdown list: lines that begin with a dash, an asterisk or a plus sign.
 *
 * @example
 * ```ts
 * import { MarkdownListOutputParser } from 'runwright';
 *
 * await new MarkdownListOutputParser().invoke('Colours:\n- red\n- green'); // => ['red', 'green']
 * ```
 */
export class MarkdownListOutputParser extends ListOutputParser {
  override getFormatInstructions(): string {
    return 'Answer with a Markdown list, each item on a line of its own, such as:\n- foo\n- bar';
  }

  protected split(text: string, ended: boolean): Split {
    return splitLines(text, ended, ITEM);
  }

  protected override defaultName(): string {
    return 'MarkdownListOutputParser';
  }
}

writeDown('MarkdownListOutputParser', MarkdownListOutputParser, {
  fields: ({ name }) => ({ name }),
  make: ({ name }) => new MarkdownListOutputParser(name as string),
});

import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { writeDown } from '../../run/recipes.js';
import { OutputParser } from './output-parser.js';

/** Options of a {@link BooleanOutputParser}. */
export interface BooleanParserOptions {
  readonly name?: string | undefined;
  /**
   * The word for true.
   *
   * @defaultValue 'YES'
   */
  readonly trueValue?: string | undefined;
  /**
   * The word for false.
   *
   * @defaultValue 'NO'
   */
  readonly falseValue?: string | undefined;
}

/**
 * Parses an answer that contains exactly one of two words as true or false, ignoring case.
 *
 * @example
 * ```ts
 * import { BooleanOutputParser } from 'runwright';
 *
 * await new BooleanOutputParser().invoke('Yes, it does.'); // => true
 * ```
 */
export class BooleanOutputParser extends OutputParser<boolean> {
  readonly trueValue: string;
  readonly falseValue: string;

  /** @throws {@link InvalidOptionError} unless the values are two different words; case makes no difference. */
  constructor({ name, trueValue = 'YES', falseValue = 'NO' }: BooleanParserOptions = {}) {
    super(name);
    for (const [option, word] of Object.entries({ trueValue, falseValue }))
      if (typeof (word as unknown) !== 'string' || word === '')
        throw new InvalidOptionError(this.getName(), option, 'a word', word);
    if (trueValue.toLowerCase() === falseValue.toLowerCase())
      throw new InvalidOptionError(this.getName(), 'falseValue', 'a word other than trueValue', falseValue);
    this.trueValue = trueValue;
    this.falseValue = falseValue;
  }

  parse(text: string): boolean {
    const [isTrue, isFalse] = [hasWord(text, this.trueValue), hasWord(text, this.falseValue)];
    if (isTrue !== isFalse) return isTrue;
    const { trueValue, falseValue } = this;
    return this.fail(
      text,
      isTrue
        ? `It contains both ${trueValue} and ${falseValue}.`
        : `It contains neither ${trueValue} nor ${falseValue}.`,
    );
  }

  override getFormatInstructions(): string {
    return `Answer with ${this.trueValue} or ${this.falseValue} and nothing else.`;
  }

  protected override defaultName(): string {
    return 'BooleanOutputParser';
  }
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, 'iu').test(text);
}

writeDown('BooleanOutputParser', BooleanOutputParser, {
  fields: ({ name, trueValue, falseValue }) => ({ name, trueValue, falseValue }),
  make: (fields) => new BooleanOutputParser(fields),
  defaults: { trueValue: 'YES', falseValue: 'NO' },
});

import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { writeDown } from '../../run/recipes.js';
import { OutputParser } from './output-parser.js';

/**
 * Parses an answer that is one of a few strings; case is ignored unless two of them differ in nothing else.
 *
 * @example
 * ```ts
 * import { EnumOutputParser } from 'runwright';
 *
 * const mood = new EnumOutputParser(['happy', 'sad']);
 * const answer: 'happy' | 'sad' = await mood.invoke(' Happy\n'); // => 'happy'
 * ```
 */
export class EnumOutputParser<const V extends string> extends OutputParser<V> {
  readonly values: readonly V[];

  /** @throws {@link InvalidOptionError} for an empty list, and for one of anything but strings. */
  constructor(values: readonly V[], options: { readonly name?: string | undefined } = {}) {
    super(options.name);
    if (!isStrings(values))
      throw new InvalidOptionError(this.getName(), 'values', 'a list of at least one string', values);
    this.values = Object.freeze([...values]);
  }

  parse(text: string): V {
    const answer = text.trim();
    const exact = this.values.find((value) => value === answer);
    if (exact !== undefined) return exact;
    const alike = this.values.filter((value) => value.toLowerCase() === answer.toLowerCase());
    const [only] = alike;
    return only !== undefined && alike.length === 1
      ? only
      : this.fail(text, `It is not one of: ${this.values.join(', ')}.`);
  }

  override getFormatInstructions(): string {
    return `Answer with one of these and nothing else: ${this.values.join(', ')}`;
  }

  protected override defaultName(): string {
    return 'EnumOutputParser';
  }
}

function isStrings(values: unknown): boolean {
  return Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === 'string');
}

writeDown('EnumOutputParser', EnumOutputParser, {
  fields: ({ name, values }) => ({ name, values: [...values] }),
  make: ({ name, values }) => new EnumOutputParser(values as string[], { name: name as string }),
});

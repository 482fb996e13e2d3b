import { writeDown } from '../../run/recipes.js';
import { GrowingParser, type Reader } from './growing-parser.js';
import { JsonText, readJson } from './json-text.js';

/**
 * Parses JSON in an answer, including JSON in a fenced code block.
 *
 * Streamed, it yields the value so far each time it has grown: strings grow, numbers and keys appear once they are
 * complete. Each chunk is a whole value, which replaces the one before.
 *
 * @typeParam O - The type of the value, which is not checked; {@link StructuredOutputParser} checks it.
 * @example
 * ```ts
 * import { JsonOutputParser } from 'runwright';
 *
 * const parser = new JsonOutputParser<{ setup: string }>();
 * await parser.invoke('{"setup": "Why did the chicken"}'); // => { setup: 'Why did the chicken' }
 * ```
 */
export class JsonOutputParser<O = unknown> extends GrowingParser<O> {
  parse(text: string): O {
    return readJson(text, (why, cause) => this.fail(text, why, cause)) as O;
  }

  override getFormatInstructions(): string {
    return 'Answer with JSON and nothing else.';
  }

  protected reader(): Reader<O> {
    return new JsonText() as Reader<O>;
  }

  protected override defaultName(): string {
    return 'JsonOutputParser';
  }
}

/** The name that LangChain's Python documentation uses for {@link JsonOutputParser}. */
export { JsonOutputParser as SimpleJsonOutputParser };

writeDown('JsonOutputParser', JsonOutputParser, {
  fields: ({ name }) => ({ name }),
  make: ({ name }) => new JsonOutputParser(name as string),
});

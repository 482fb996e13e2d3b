import { writeDown } from '../../run/recipes.js';
import { GrowingParser, type Reader } from './growing-parser.js';
import { JsonText, readJson } from './json-text.js';

/**
 * Makes data of an answer in JSON, also of one that stands in a fenced block.
 *
 * Streamed, it gives the data as far as they have come, anew each time there is more to see: strings grow, numbers and
 * keys appear when they are complete. Each reading is a value of its own, of which the last counts.
 *
 * @typeParam O - What the data are; not checked. {@link StructuredOutputParser} checks.
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

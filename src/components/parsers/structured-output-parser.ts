import { ValidationError } from '../../errors/validation-error.js';
import type { Node } from '../../plan/node.js';
import type { Structure } from '../../plan/structure.js';
import type { TypeGiven, TypeToken } from '../../plan/type-token.js';
import { readType } from '../../schema/read-type.js';
import { Schema } from '../../schema/schema.js';
import type { Context } from '../../run/context.js';
import { isPromiseLike } from '../../stream/guards.js';
import { writeDown } from '../../run/recipes.js';
import { isAIMessage, refusalOf } from '../messages/ai-message.js';
import { readJson } from './json-text.js';
import { OutputParser, type ParserInput } from './output-parser.js';
import { writtenType } from '../../schema/written-type.js';

/** What is wrong with an answer in which the model refuses. */
export const REFUSED = 'It is a refusal to answer.';

/** Options of a {@link StructuredOutputParser}. */
export interface StructuredParserOptions {
  readonly name?: string | undefined;
}

/**
 * Parses JSON in an answer and validates it: with a class, into an instance of it.
 *
 * Streamed, it yields one chunk, since only a complete answer can be validated.
 *
 * @typeParam O - The value that an answer is parsed into.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { IsInt, IsString, Max, Min } from 'class-validator';
 * import { StructuredOutputParser } from 'runwright';
 *
 * class Review {
 *   @IsString() title!: string;
 *   @IsInt() @Min(1) @Max(5) stars!: number;
 * }
 * const parser = StructuredOutputParser.from(Review);
 * const review = await parser.invoke('{"title": "Fine", "stars": 4}');
 * review instanceof Review; // => true
 * ```
 */
export class StructuredOutputParser<O> extends OutputParser<O> {
  readonly #type: TypeToken;
  readonly #schema: Schema;

  /**
   * @param type - A class, a JSON Schema, or a standard schema.
   * @throws {@link InvalidOptionError} for anything else.
   */
  constructor(type: TypeToken, options: StructuredParserOptions = {}) {
    super(options.name);
    const read = readType(type, `The type of ${this.getName()}`);
    this.#type = type;
    this.#schema = new Schema(read.title ?? 'The answer', read, type);
  }

  /** Creates a parser whose output type follows from the type. */
  static from<const T extends TypeToken>(
    type: T,
    options?: StructuredParserOptions,
  ): StructuredOutputParser<TypeGiven<T>> {
    return new StructuredOutputParser(type, options);
  }

  /** The schema of the output. */
  get schema(): Schema {
    return this.#schema;
  }

  override structure(): Structure<Node> {
    return { ...super.structure(), types: { output: this.#type } };
  }

  override execute(input: ParserInput, ctx: Context): O | PromiseLike<O> {
    const refusal = isAIMessage(input) ? refusalOf(input) : undefined;
    return refusal === undefined ? super.execute(input, ctx) : this.fail(refusal, REFUSED);
  }

  parse(text: string): O | PromiseLike<O> {
    return this.check(
      readJson(text, (why, cause) => this.fail(text, why, cause)),
      text,
    );
  }

  /** Validates data from an answer; `text` is the answer, for the error. */
  check(value: unknown, text: string): O | PromiseLike<O> {
    try {
      const checked = this.#schema.parse(value);
      return isPromiseLike(checked)
        ? checked.then(
            (whole) => whole as O,
            (error: unknown) => this.#refuse(text, error),
          )
        : (checked as O);
    } catch (error) {
      return this.#refuse(text, error);
    }
  }

  override getFormatInstructions(): string {
    const schema = JSON.stringify(this.#schema.toJsonSchema(), undefined, 2);
    return `Answer with JSON that conforms to this JSON Schema, and nothing else:\n\`\`\`json\n${schema}\n\`\`\``;
  }

  protected override defaultName(): string {
    return 'StructuredOutputParser';
  }

  #refuse(text: string, error: unknown): never {
    if (error instanceof ValidationError) return this.fail(text, error.report, error);
    throw error;
  }
}

writeDown('StructuredOutputParser', StructuredOutputParser, {
  fields: ({ name, schema }) => {
    const type = writtenType(schema.token);
    return type && { name, type };
  },
  make: ({ name, type }) => new StructuredOutputParser(type as TypeToken, { name: name as string }),
});

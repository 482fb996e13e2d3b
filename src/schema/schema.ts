import { ValidationError } from '../errors/validation-error.js';
import type { JsonSchema } from './json-schema.js';
import { when } from './promises.js';
import type { Type, UnknownProperties } from './type.js';
import { JsonType } from './types/json-type.js';

/** How a schema checks a value. */
export interface ParseOptions {
  /** @defaultValue `'keep'` */
  readonly unknownProperties?: UnknownProperties;
  /**
   * What the value is, for the error.
   *
   * @defaultValue The title of the schema.
   */
  readonly subject?: string;
}

/**
 * The schema of what a runnable takes or gives: a JSON Schema, and a check of values. It follows the Standard Schema
 * specification, so that other libraries take it as one of theirs.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 *
 * const double = RunnableLambda.from((x: number) => x * 2, { inputSchema: Number });
 * double.inputSchema.toJsonSchema(); // => { title: 'RunnableLambdaInput', type: 'number' }
 * ```
 */
export class Schema {
  /** Whether it is that of a type with a name of its own, such as a class. */
  readonly named: boolean;
  readonly #read: () => JsonSchema;
  #json: JsonSchema | undefined;
  #type: Type | undefined;

  /**
   * @param title - Its name.
   * @param source - The declared type; or what makes the JSON Schema when it is first asked for.
   */
  constructor(
    readonly title: string,
    source: Type | (() => JsonSchema),
    /** What stands for the type, where it was declared. */
    readonly token?: unknown,
  ) {
    this.named = typeof source !== 'function' && source.title !== undefined;
    if (typeof source === 'function') {
      this.#read = source;
    } else {
      this.#type = source;
      this.#read = () => source.toJsonSchema();
    }
  }

  /** The JSON Schema, of draft 2020-12, with its title. */
  toJsonSchema(): JsonSchema {
    return (this.#json ??= entitled(this.#read(), this.title));
  }

  /**
   * Checks a value and gives it as the type wants it: with a class, as an instance of it; with defaults filled in. The
   * value itself stays as it is.
   *
   * @returns a promise where a validator is asynchronous.
   * @throws {@link ValidationError} that lists everything that is wrong.
   */
  parse(value: unknown, { unknownProperties = 'keep', subject = this.title }: ParseOptions = {}): unknown {
    return when(this.type.check(value, unknownProperties), (checked) => {
      if (checked.faults !== undefined) throw new ValidationError(subject, checked.faults);
      return checked.value;
    });
  }

  /** The schema as the Standard Schema specification describes one. */
  get '~standard'(): StandardProperties {
    return {
      version: 1,
      vendor: 'runwright',
      validate: (value) =>
        when(this.type.check(value, 'keep'), (checked) =>
          checked.faults === undefined
            ? { value: checked.value }
            : {
                issues: checked.faults.map(({ keys, message }) => ({ message, path: keys })),
              },
        ),
      jsonSchema: { input: () => this.toJsonSchema(), output: () => this.toJsonSchema() },
    };
  }

  /** What checks values, for where a schema itself stands for a type. */
  get type(): Type {
    return (this.#type ??= new JsonType(this.toJsonSchema()));
  }
}

/** What a standard schema has under its key. */
export interface StandardProperties {
  readonly version: 1;
  readonly vendor: 'runwright';
  /** Checks a value, and makes an instance of it where the type is a class. */
  readonly validate: (value: unknown) => StandardOutcome | Promise<StandardOutcome>;
  /** Its JSON Schema, which is the same for what it takes and for what it gives. */
  readonly jsonSchema: {
    /** Of what it takes. */
    readonly input: () => JsonSchema;
    /** Of what it gives. */
    readonly output: () => JsonSchema;
  };
}

/** What a standard schema's `validate` gives. */
export type StandardOutcome =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[] };

function entitled(schema: JsonSchema, title: string): JsonSchema {
  const { title: _own, ...rest } = schema;
  return { title, ...rest };
}

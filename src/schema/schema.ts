import { ValidationError } from '../errors/validation-error.js';
import type { JsonSchema } from './json-schema.js';
import { when } from './promises.js';
import type { Type, UnknownProperties } from './type.js';
import { JsonType } from './types/json-type.js';

/** How a schema validates a value. */
export interface ParseOptions {
  /**
   * What happens to properties that the type does not declare.
   *
   * @defaultValue `'keep'`
   */
  readonly unknownProperties?: UnknownProperties;
  /**
   * What the value is, for the error.
   *
   * @defaultValue The title of the schema.
   */
  readonly subject?: string;
}

/**
 * The schema of the input or output of a runnable: a JSON Schema, and the validation of values. It implements the
 * Standard Schema specification, so that other libraries accept it as a schema.
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
  /** Whether its type has a name of its own, as a class has. */
  readonly named: boolean;
  readonly #read: () => JsonSchema;
  #json: JsonSchema | undefined;
  #type: Type | undefined;

  /**
   * @param title - Its name.
   * @param source - The declared type, or a function that returns the JSON Schema when it is first needed.
   */
  constructor(
    readonly title: string,
    source: Type | (() => JsonSchema),
    /** The declaration of the type, such as a class; undefined if the schema was inferred. */
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

  /** Returns the JSON Schema, of draft 2020-12, with its title. */
  toJsonSchema(): JsonSchema {
    return (this.#json ??= withTitle(this.#read(), this.title));
  }

  /**
   * Validates a value and returns it converted: into an instance for a class, with defaults filled in. The value
   * itself is not changed.
   *
   * @returns The converted value, or a promise of it if validation is asynchronous.
   * @throws {@link ValidationError} listing every fault.
   */
  parse(value: unknown, { unknownProperties = 'keep', subject = this.title }: ParseOptions = {}): unknown {
    return when(this.type.check(value, unknownProperties), (checked) => {
      if (checked.faults !== undefined) throw new ValidationError(subject, checked.faults);
      return checked.value;
    });
  }

  /** The members that the Standard Schema specification requires. */
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

  /**
   * The type that validates values.
   *
   * @internal
   */
  get type(): Type {
    return (this.#type ??= new JsonType(this.toJsonSchema()));
  }
}

/** The properties of a standard schema under its key `~standard`. */
export interface StandardProperties {
  /** The version of the specification. */
  readonly version: 1;
  /** The library that the schema belongs to. */
  readonly vendor: 'runwright';
  /** Validates a value, and converts it into an instance if the type is a class. */
  readonly validate: (value: unknown) => StandardOutcome | Promise<StandardOutcome>;
  /** Its JSON Schema, which is the same before and after conversion. */
  readonly jsonSchema: {
    /** The JSON Schema of values before conversion. */
    readonly input: () => JsonSchema;
    /** The JSON Schema of values after conversion. */
    readonly output: () => JsonSchema;
  };
}

/** The result of `validate` of a standard schema: the converted value, or what is wrong with the value. */
export type StandardOutcome =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[] };

function withTitle(schema: JsonSchema, title: string): JsonSchema {
  const { title: _own, ...rest } = schema;
  return { title, ...rest };
}

type Class<T> = abstract new (...args: never) => T;

/** A JSON Schema of draft 2020-12 or 7, as plain data. */
export interface JsonSchemaData {
  readonly [keyword: string]: unknown;
}

/** The result of a standard schema: the transformed value, or the issues found. */
export type StandardResult<Out> =
  { readonly value: Out; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/** One issue that a standard schema found. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * A schema of any library that follows the Standard Schema specification, such as Zod, Valibot and ArkType.
 *
 * @see https://standardschema.dev
 */
export interface StandardSchema<In = unknown, Out = In> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    /** Validates a value; returns the transformed value, or the issues found. */
    readonly validate: (value: unknown) => StandardResult<Out> | Promise<StandardResult<Out>>;
    readonly types?: { readonly input: In; readonly output: Out } | undefined;
  };
}

/** Stands for a type at run time: a class, a JSON Schema, a standard schema, or String, Number, Boolean. */
export type TypeToken =
  | Class<unknown>
  | StandardSchema
  | JsonSchemaData
  | StringConstructor
  | NumberConstructor
  | BooleanConstructor;

/** The input type of a token; `Otherwise` where it carries no type, as a JSON Schema does not. */
export type TypeTaken<S, Otherwise = unknown> =
  S extends StandardSchema<infer In, unknown> ? In : Named<S, Otherwise>;

/** The output type of a token; `Otherwise` where it carries no type, as a JSON Schema does not. */
export type TypeGiven<S, Otherwise = unknown> =
  S extends StandardSchema<unknown, infer Out> ? Out : Named<S, Otherwise>;

type Named<S, Otherwise> = S extends StringConstructor
  ? string
  : S extends NumberConstructor
    ? number
    : S extends BooleanConstructor
      ? boolean
      : S extends ArrayConstructor
        ? ListOf<Otherwise>
        : S extends Class<infer T>
          ? T
          : Otherwise;

/** `Array` does not carry the type of its elements. */
type ListOf<Otherwise> = Otherwise extends readonly unknown[] ? Otherwise : unknown[];

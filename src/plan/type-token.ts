type Class<T> = abstract new (...args: never) => T;

/** A JSON Schema of draft 2020-12 or 7, as plain data. */
export interface JsonSchemaData {
  readonly [keyword: string]: unknown;
}

/** What a standard schema says of a value: the value, transformed, or what is wrong with it. */
export type StandardResult<Out> =
  { readonly value: Out; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/** One fault that a standard schema found. */
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
    /** Checks a value; gives what became of it, or what is wrong with it. */
    readonly validate: (value: unknown) => StandardResult<Out> | Promise<StandardResult<Out>>;
    readonly types?: { readonly input: In; readonly output: Out } | undefined;
  };
}

/** Says at run time what type a value has: a class, a JSON Schema, a standard schema, or String, Number, Boolean. */
export type TypeToken =
  | Class<unknown>
  | StandardSchema
  | JsonSchemaData
  | StringConstructor
  | NumberConstructor
  | BooleanConstructor;

/** The type that a token asks of a caller; that of `Otherwise` where the token, as a JSON Schema, carries none. */
export type TypeTaken<S, Otherwise = unknown> =
  S extends StandardSchema<infer In, unknown> ? In : Named<S, Otherwise>;

/** The type that a token promises a reader; that of `Otherwise` where the token, as a JSON Schema, carries none. */
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

/** What the elements of a list are, nothing at run time tells. */
type ListOf<Otherwise> = Otherwise extends readonly unknown[] ? Otherwise : unknown[];

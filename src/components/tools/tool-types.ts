import type { RetryOptions } from '../../plan/retry-options.js';
import type { Runnable } from '../../plan/runnable.js';
import type { TimeoutOptions } from '../../plan/timeout-options.js';
import type { TypeGiven, TypeTaken, TypeToken } from '../../plan/type-token.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import type { ToolInput } from './tool-input.js';

/** The types of the arguments of a tool, by name. */
export type ArgTypes = Readonly<Record<string, TypeToken>>;

/**
 * The type of a runnable that is a tool; see {@link RunnableToolLike}.
 *
 * @typeParam I - The arguments.
 * @typeParam O - The output.
 */
export type RunnableTool<I, O> = ToolMembers<I, O> & Runnable<ToolInput<I>, O>;

/** The members of a tool that other runnables lack or have with another type. */
export interface ToolMembers<in I, out O> {
  /** The name by which models call it. */
  readonly name: string;
  /** What it does, for models. */
  readonly description: string;
  /** The JSON Schema of its arguments, always of an object; any other type is wrapped under `input`. */
  readonly schema: JsonSchema;
  /** The same tool, which retries its work when it fails; see `withRetry` of runnables. */
  withRetry(options?: RetryOptions): RunnableTool<I, O>;
  /** The same tool, with time limits for its work; see `withTimeout` of runnables. */
  withTimeout(limits: TimeoutOptions): RunnableTool<I, O>;
}

/** What the compiler prints if the arguments of a tool do not fit the input of the runnable. */
export interface ArgumentMismatch<Expected, Found> {
  readonly fault: 'The arguments that the schema of the tool gives do not fit the input of the runnable.';
  readonly expected: Expected;
  readonly found: Found;
}

/** `unknown` if the values of a type fit the input of a runnable, otherwise an {@link ArgumentMismatch}. */
export type FitsSchema<S, I> = Fits<TypeGiven<S, I>, I>;

/** `unknown` if an object of such arguments fits the input of a runnable, otherwise an {@link ArgumentMismatch}. */
export type FitsArgTypes<A, I> = Fits<ArgsGiven<A, I>, I>;

/** The arguments of a tool before validation: by its schema, its argument types, or the input type of the runnable. */
export type ArgsTaken<S, A, I> = [S] extends [never]
  ? [A] extends [never]
    ? I
    : { -readonly [K in keyof A]: TypeTaken<A[K], ValueOf<I, K>> }
  : TypeTaken<S, I>;

/** The arguments of a tool after validation, by their types. */
export type ArgsGiven<A, I> = { -readonly [K in keyof A]: TypeGiven<A[K], ValueOf<I, K>> };

type Fits<Given, I> = [Given] extends [I] ? unknown : ArgumentMismatch<I, Given>;

type ValueOf<I, K> = K extends keyof I ? I[K] : unknown;

import type { RetryOptions } from '../../plan/retry-options.js';
import type { Runnable } from '../../plan/runnable.js';
import type { TimeoutOptions } from '../../plan/timeout-options.js';
import type { TypeGiven, TypeTaken, TypeToken } from '../../plan/type-token.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import type { ToolInput } from './tool-input.js';

/** The types of the arguments of a tool, by name. */
export type ArgTypes = Readonly<Record<string, TypeToken>>;

/**
 * A runnable that is a tool, as the compiler sees it; see {@link RunnableToolLike}.
 *
 * @typeParam I - The arguments.
 * @typeParam O - What it gives.
 */
export type RunnableTool<I, O> = ToolMembers<I, O> & Runnable<ToolInput<I>, O>;

/** What a tool has besides, or other than, what every runnable has. */
export interface ToolMembers<in I, out O> {
  /** The name by which models call it. */
  readonly name: string;
  /** What it does, for models. */
  readonly description: string;
  /** The JSON Schema of its arguments, an object; a text, or another value, stands under `input`. */
  readonly schema: JsonSchema;
  /** The same tool, whose work is tried again when it fails; see `withRetry` of runnables. */
  withRetry(options?: RetryOptions): RunnableTool<I, O>;
  /** The same tool, whose work is limited in time; see `withTimeout` of runnables. */
  withTimeout(limits: TimeoutOptions): RunnableTool<I, O>;
}

/** What the compiler prints where the arguments of a tool are not what the runnable takes. */
export interface ArgumentMismatch<Expected, Found> {
  readonly fault: 'What the schema of the tool gives is not what the runnable takes.';
  readonly expected: Expected;
  readonly found: Found;
}

/** `unknown` where a runnable takes what a type gives, and else an {@link ArgumentMismatch}. */
export type FitsSchema<S, I> = Fits<TypeGiven<S, I>, I>;

/** `unknown` where a runnable takes an object of such arguments, and else an {@link ArgumentMismatch}. */
export type FitsArgTypes<A, I> = Fits<ArgsGiven<A, I>, I>;

/** What a tool is called with: as its schema says, or its argument types, or else what the runnable takes. */
export type ArgsTaken<S, A, I> = [S] extends [never]
  ? [A] extends [never]
    ? I
    : { -readonly [K in keyof A]: TypeTaken<A[K], ValueOf<I, K>> }
  : TypeTaken<S, I>;

/** An object of what argument types give. */
export type ArgsGiven<A, I> = { -readonly [K in keyof A]: TypeGiven<A[K], ValueOf<I, K>> };

type Fits<Given, I> = [Given] extends [I] ? unknown : ArgumentMismatch<I, Given>;

type ValueOf<I, K> = K extends keyof I ? I[K] : unknown;

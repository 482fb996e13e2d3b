import type { BatchOptions, Kwargs, RunnableConfig } from './config.js';
import type { RunContext } from './context.js';

/** Key under which a runnable carries its input and output types for the compiler; absent at run time. */
export declare const types: unique symbol;

/** The types that a runnable carries. */
export interface RunnableTypes<in I, out O> {
  /**
   * The input as a function's parameter: a runnable that accepts a wider type may stand for one that accepts a
   * narrower.
   */
  readonly input: (input: I) => void;
  /** The output. */
  readonly output: O;
}

/** A runnable of any types. */
export type AnyRunnable = Runnable<never, unknown>;

/** Options of `getName`. */
export interface NameOptions {
  readonly name?: string | undefined;
}

/** A stream of chunks, pulled by its reader with `for await`; `return()` ends it early. */
export interface RunnableStream<out O> extends AsyncIterableIterator<O> {
  /** Pulls the next chunk; rejects with the error of the run, or with the abort reason. */
  next(): Promise<IteratorResult<O, undefined>>;
  /** Ends the run early; resolves when every generator in it has cleaned up. */
  return(): Promise<IteratorResult<O, undefined>>;
}

/**
 * Turns an input into an output: invoked, batched or streamed.
 *
 * Every step, chain and combinator is a runnable. The methods that derive a new runnable from this one (`pipe`,
 * `withRetry` …) are declared beside the classes that they instantiate.
 *
 * @typeParam I - The input.
 * @typeParam O - The output; in a stream, the sum of its chunks.
 */
export interface Runnable<in I, out O> {
  /** For the compiler only; see {@link RunnableTypes}. */
  readonly [types]: RunnableTypes<I, O>;

  /** Its explicit name, if any. */
  readonly name: string | undefined;

  /** Its explicit or default name; with a suffix, such as `Input`, the name derived from it. */
  getName(suffix?: string, options?: NameOptions): string;

  /**
   * Runs it on one input.
   *
   * @param config - Config of the run, or the context of the calling step, whose run becomes the parent.
   * @param kwargs - Arguments for the step, as `ctx.kwargs`; in a chain, for its first step.
   * @throws the error of a step, untouched; the signal's reason when the run is aborted; a {@link TimeoutError} when
   * `config.timeout` has elapsed.
   */
  invoke(input: I, config?: RunnableConfig | RunContext, kwargs?: Kwargs): Promise<O>;

  /**
   * Runs it on one input without leaving the current turn of the event loop.
   *
   * @throws {@link AsynchronousStepError} naming the first step that returns a promise.
   */
  invokeSync(input: I, config?: RunnableConfig | RunContext, kwargs?: Kwargs): O;

  /**
   * Runs it on many inputs concurrently and returns the output or the error of each, in order.
   *
   * @param config - One config for all, or one for each input.
   */
  batch(
    inputs: readonly I[],
    config: RunnableConfig | RunContext | readonly RunnableConfig[] | undefined,
    options: BatchOptions & { readonly returnExceptions: true },
    kwargs?: Kwargs,
  ): Promise<(O | Error)[]>;
  /**
   * Runs it on many inputs concurrently and returns the outputs, in order.
   *
   * @param config - One config for all, or one for each input.
   * @param options - `maxConcurrency`: how many inputs run at once; all of them by default.
   * @throws the first error in time, after aborting the rest.
   */
  batch(
    inputs: readonly I[],
    config?: RunnableConfig | RunContext | readonly RunnableConfig[],
    options?: BatchOptions & { readonly returnExceptions?: false },
    kwargs?: Kwargs,
  ): Promise<O[]>;

  /**
   * Runs it on many inputs concurrently and returns the settled result of each, in order; a failed input rejects
   * nothing.
   */
  batchSettled(
    inputs: readonly I[],
    config?: RunnableConfig | RunContext | readonly RunnableConfig[],
    options?: Omit<BatchOptions, 'returnExceptions'>,
    kwargs?: Kwargs,
  ): Promise<PromiseSettledResult<O>[]>;

  /**
   * Runs it on many inputs and yields each output, with the index of its input, as soon as it is available.
   *
   * Inputs are read as capacity allows, `maxConcurrency` at once, and outputs are buffered until they are read: with a
   * limit, an endless stream of inputs takes no more memory than the limit. A failed input yields its error.
   */
  batchAsCompleted(
    inputs: Iterable<I> | AsyncIterable<I>,
    config: RunnableConfig | RunContext | readonly RunnableConfig[] | undefined,
    options: BatchOptions & { readonly returnExceptions: true },
    kwargs?: Kwargs,
  ): AsyncGenerator<[index: number, output: O | Error], void>;
  /**
   * Runs it on many inputs and yields each output, with the index of its input, as soon as it is available.
   *
   * Inputs are read as capacity allows, `maxConcurrency` at once, and outputs are buffered until they are read.
   *
   * @throws the error of a failed input, after aborting the rest.
   */
  batchAsCompleted(
    inputs: Iterable<I> | AsyncIterable<I>,
    config?: RunnableConfig | RunContext | readonly RunnableConfig[],
    options?: BatchOptions & { readonly returnExceptions?: false },
    kwargs?: Kwargs,
  ): AsyncGenerator<[index: number, output: O], void>;

  /** Runs it on one input and returns its output as a stream of chunks, pulled by the reader. */
  stream(input: I, config?: RunnableConfig | RunContext, kwargs?: Kwargs): RunnableStream<O>;

  /** Runs it on an input that itself arrives in chunks. */
  transform(
    chunks: AsyncIterable<I> | Iterable<I>,
    config?: RunnableConfig | RunContext,
    kwargs?: Kwargs,
  ): RunnableStream<O>;
}

import type { BatchOptions, Kwargs, RunnableConfig } from './config.js';
import type { RunContext } from './context.js';

/** Carries the input and output type of a runnable for the compiler; no value has it at run time. */
export declare const types: unique symbol;

/** The types a runnable carries: what it takes, and what it gives. */
export interface RunnableTypes<in I, out O> {
  /** As a function's parameter, so that what takes more may stand where what takes less is asked for. */
  readonly input: (input: I) => void;
  /** What it gives. */
  readonly output: O;
}

/** A runnable of whatever types. */
export type AnyRunnable = Runnable<never, unknown>;

/** Options of `getName`. */
export interface NameOptions {
  readonly name?: string | undefined;
}

/** A stream of chunks, pulled by its reader: `for await`, or `return()` to leave it early. */
export interface RunnableStream<out O> extends AsyncIterableIterator<O> {
  /** Pulls the next chunk; rejects with the error of the run, or with the reason of its abortion. */
  next(): Promise<IteratorResult<O, undefined>>;
  /** Ends the run early; resolves when every generator of it has cleaned up. */
  return(): Promise<IteratorResult<O, undefined>>;
}

/**
 * Something that takes an input and gives an output: invoked, batched, or streamed.
 *
 * Every step, chain and combinator is one. Methods that make a new runnable of this one (`pipe`, `withRetry` …) stand
 * beside what they make and are added to this interface there.
 *
 * @typeParam I - What it takes.
 * @typeParam O - What it gives; of a stream, what its chunks add up to.
 */
export interface Runnable<in I, out O> {
  /** For the compiler only; see {@link RunnableTypes}. */
  readonly [types]: RunnableTypes<I, O>;

  /** The name it was given, if any. */
  readonly name: string | undefined;

  /** Its own name, or that of its kind; with a suffix, such as `Input`, the name of a part of it. */
  getName(suffix?: string, options?: NameOptions): string;

  /**
   * Runs it on one input.
   *
   * @param config - Config of the run, or the context of the step that calls, whose run this one becomes a part of.
   * @param kwargs - Arguments for the step, as `ctx.kwargs`; of a chain, for its first step.
   * @throws what a step throws, untouched; the signal's reason when the run is aborted; a {@link TimeoutError} when
   * `config.timeout` has passed.
   */
  invoke(input: I, config?: RunnableConfig | RunContext, kwargs?: Kwargs): Promise<O>;

  /**
   * Runs it on one input without leaving the current turn of the event loop.
   *
   * @throws {@link AsynchronousStepError} naming the first step that answers with a promise.
   */
  invokeSync(input: I, config?: RunnableConfig | RunContext, kwargs?: Kwargs): O;

  /**
   * Runs it on many inputs at once and gives for each, in their order, the output or the error.
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
   * Runs it on many inputs at once and gives the outputs in their order.
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

  /** Runs it on many inputs at once and tells for each, in their order, what became of it; rejects for no input. */
  batchSettled(
    inputs: readonly I[],
    config?: RunnableConfig | RunContext | readonly RunnableConfig[],
    options?: Omit<BatchOptions, 'returnExceptions'>,
    kwargs?: Kwargs,
  ): Promise<PromiseSettledResult<O>[]>;

  /**
   * Runs it on many inputs and gives each output, with the input's number, as soon as it is there.
   *
   * Inputs are read as they are worked on, `maxConcurrency` at once, and outputs are kept until they are read: with a
   * limit, an endless stream of inputs needs no more memory than the limit. A failed input gives its error.
   */
  batchAsCompleted(
    inputs: Iterable<I> | AsyncIterable<I>,
    config: RunnableConfig | RunContext | readonly RunnableConfig[] | undefined,
    options: BatchOptions & { readonly returnExceptions: true },
    kwargs?: Kwargs,
  ): AsyncGenerator<[index: number, output: O | Error], void>;
  /**
   * Runs it on many inputs and gives each output, with the input's number, as soon as it is there.
   *
   * Inputs are read as they are worked on, `maxConcurrency` at once, and outputs are kept until they are read.
   *
   * @throws the error of a failed input, after aborting the rest.
   */
  batchAsCompleted(
    inputs: Iterable<I> | AsyncIterable<I>,
    config?: RunnableConfig | RunContext | readonly RunnableConfig[],
    options?: BatchOptions & { readonly returnExceptions?: false },
    kwargs?: Kwargs,
  ): AsyncGenerator<[index: number, output: O], void>;

  /** Runs it on one input and gives its output in chunks, as they come, pulled by the reader. */
  stream(input: I, config?: RunnableConfig | RunContext, kwargs?: Kwargs): RunnableStream<O>;

  /** Runs it on an input that itself comes in chunks. */
  transform(
    chunks: AsyncIterable<I> | Iterable<I>,
    config?: RunnableConfig | RunContext,
    kwargs?: Kwargs,
  ): RunnableStream<O>;
}

import type { ExecutionContext, Node } from '../plan/node.js';
import { closeQuietly } from '../stream/close.js';
import { fold } from '../stream/fold.js';
import { once } from '../stream/once.js';
import { Aggregate } from './aggregate.js';
import { interceptStream } from './interception.js';
import type { OpenRun } from './open-run.js';

type Result<O> = IteratorResult<O, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/** A stream that knows what it has given so far. */
interface Progressing {
  readonly output: unknown;
}

/**
 * The stream of a node within a run of its own, which starts when the first chunk of the input is there, or all of it
 * where the node needs it whole.
 */
export class TracedStream<I, O> implements AsyncIterableIterator<O> {
  readonly #node: Node<I, O>;
  readonly #ctx: ExecutionContext;
  readonly #open: () => OpenRun;
  readonly #upstream: AsyncIterable<I>;
  readonly #output = new Aggregate();
  #source: AsyncIterator<I> | undefined;
  #run: OpenRun | undefined;
  #chunks: AsyncIterator<O> | undefined;
  #begun: Promise<void> | undefined;
  #ended = false;

  constructor(
    node: Node<I, O>,
    upstream: AsyncIterable<I>,
    ctx: ExecutionContext,
    readonly whole: boolean,
    open: () => OpenRun,
  ) {
    this.#node = node;
    this.#ctx = ctx;
    this.#open = open;
    this.#upstream = upstream;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result<O>> {
    if (this.#chunks !== undefined) return this.#chunks.next().then(this.#onResult, this.#onError);
    return this.#ended ? Promise.resolve(DONE) : this.#beginAndPull();
  }

  async return(): Promise<Result<O>> {
    if (this.#ended) return DONE;
    this.#ended = true;
    if (this.#chunks === undefined) {
      await (this.#source ?? this.#upstream[Symbol.asyncIterator]()).return?.();
      return DONE;
    }
    try {
      await this.#chunks.return?.();
    } catch (error) {
      await this.#run?.fail(error);
      throw error;
    }
    await this.#leave();
    return DONE;
  }

  /** What the chunks given so far amount to. */
  get output(): unknown {
    return this.#output.value;
  }

  /** The output for the record; that of a node which streams from its whole input is nothing where it does not add. */
  get #sum(): unknown {
    return this.#node.streaming === 'whole' && !this.#output.addable ? undefined : this.#output.value;
  }

  async #beginAndPull(): Promise<Result<O>> {
    await (this.#begun ??= this.whole ? this.#beginWhole() : this.#beginWithFirst());
    return this.#chunks === undefined ? DONE : this.next();
  }

  async #beginWithFirst(): Promise<void> {
    const source = (this.#source = this.#upstream[Symbol.asyncIterator]());
    const first = await source.next();
    if (this.#ended) return;
    // What a traced stream gives is added up there already.
    const upstream = tracedBehind(this.#upstream);
    const counted = new Aggregate();
    const input = upstream === undefined ? () => counted.value : () => upstream.output;
    await this.#start(input, new Resumed(first, source, upstream === undefined ? counted : undefined));
  }

  async #beginWhole(): Promise<void> {
    const source = (this.#source = this.#upstream[Symbol.asyncIterator]());
    const { empty, value } = await fold({ [Symbol.asyncIterator]: () => source });
    if (empty || this.#ended) {
      this.#ended = true;
      return;
    }
    this.#ctx.scope.throwIfAborted();
    await this.#start(() => value, once(value));
  }

  async #start(input: () => unknown, chunks: AsyncIterable<I>): Promise<void> {
    const run = (this.#run = this.#open());
    if (this.whole) run.record.input = input();
    run.progress = () => ({ input: input(), output: this.#sum });
    try {
      await run.start();
      if (this.#ended) {
        await this.#leave();
        return;
      }
      const open = (): AsyncIterable<unknown> => this.#node.executeStream(chunks, run.ctx);
      const stream = run.intercepting ? interceptStream(run.observers, run.record, open) : open();
      this.#chunks = (stream as AsyncIterable<O>)[Symbol.asyncIterator]();
    } catch (error) {
      this.#ended = true;
      if (this.#source !== undefined) await closeQuietly([this.#source]);
      await run.fail(error);
      throw error;
    }
    run.watch();
  }

  readonly #onResult = (result: IteratorResult<O>): Result<O> | Promise<Result<O>> => {
    const run = this.#run as OpenRun;
    let told: Promise<void> | undefined;
    if (result.done === true) {
      this.#ended = true;
      if (run.closed) return DONE;
      told = run.end(run.progress?.().output);
      return told === undefined ? DONE : told.then(() => DONE);
    }
    this.#output.add(result.value);
    try {
      told = run.chunk(result.value);
    } catch (error) {
      return this.#breakOff(error);
    }
    return told === undefined
      ? result
      : told.then(
          () => result,
          (error: unknown) => this.#breakOff(error),
        );
  };

  readonly #onError = async (error: unknown): Promise<never> => {
    this.#ended = true;
    await this.#run?.fail(error);
    throw error;
  };

  /** Fails the stream for an observer that may. */
  async #breakOff(error: unknown): Promise<never> {
    this.#ended = true;
    await closeQuietly([this.#chunks as AsyncIterator<O>]);
    return this.#onError(error);
  }

  /** Ends the run of a stream that its reader has left, on its own account or because it was aborted. */
  #leave(): Promise<void> | undefined {
    const { failure } = this.#ctx.scope;
    return failure === undefined ? this.#run?.leave() : this.#run?.fail(failure.reason);
  }
}

/** The traced stream that a stream hands over as it is, if there is one. */
function tracedBehind(stream: AsyncIterable<unknown>): Progressing | undefined {
  const behind = (stream as { readonly stream?: unknown }).stream ?? stream;
  return behind instanceof TracedStream ? (behind as Progressing) : undefined;
}

/** A stream of which one result has been pulled already, whose chunks are counted where there is a sum to add them to. */
class Resumed<T> implements AsyncIterableIterator<T> {
  #first: IteratorResult<T> | undefined;

  constructor(
    first: IteratorResult<T>,
    readonly source: AsyncIterator<T>,
    readonly sum: Aggregate | undefined,
  ) {
    this.#first = first;
    if (first.done !== true) sum?.add(first.value);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    const first = this.#first;
    if (first !== undefined) {
      if (first.done !== true) this.#first = undefined;
      return Promise.resolve(first);
    }
    return this.sum === undefined ? this.source.next() : this.source.next().then(this.#count);
  }

  async return(value?: unknown): Promise<IteratorResult<T>> {
    return (await this.source.return?.(value)) ?? DONE;
  }

  readonly #count = (result: IteratorResult<T>): IteratorResult<T> => {
    if (result.done !== true) this.sum?.add(result.value);
    return result;
  };
}

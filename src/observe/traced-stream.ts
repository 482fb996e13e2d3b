import type { ExecutionContext, Node } from '../plan/node.js';
import { closeQuietly } from '../stream/close.js';
import { fold, type Folded } from '../stream/fold.js';
import { once } from '../stream/once.js';
import { PulledStream, hasEnded, proceed, pull, type Pulled } from '../stream/pull.js';
import { resumed } from '../stream/resumed.js';
import { Aggregate } from './aggregate.js';
import { interceptStream } from './interception.js';
import type { OpenRun, Progress } from './open-run.js';

type Result<O> = IteratorResult<O, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/**
 * The stream of a node within a run of its own, which starts when the first chunk of the input has arrived, or the whole
 * input if the node needs that.
 *
 * Written with callbacks although asynchronous methods would be easier to read: those would cost a chain of ten steps a
 * hundred promises more, each of which an AsyncLocalStorage makes dearer.
 */
export class TracedStream<I, O> extends PulledStream<O> implements Progress {
  readonly #node: Node<I, O>;
  readonly #ctx: ExecutionContext;
  readonly #open: () => OpenRun;
  readonly #upstream: AsyncIterable<I>;
  /** The sum of the chunks given so far. */
  readonly total = new Aggregate();
  #input: Total | undefined;
  #source: AsyncIterator<I> | undefined;
  #run: OpenRun | undefined;
  #chunks: AsyncIterator<O> | undefined;
  #begun: Promise<unknown> | undefined;
  #ended = false;

  constructor(
    node: Node<I, O>,
    upstream: AsyncIterable<I>,
    ctx: ExecutionContext,
    readonly whole: boolean,
    open: () => OpenRun,
  ) {
    super();
    this.#node = node;
    this.#ctx = ctx;
    this.#open = open;
    this.#upstream = upstream;
  }

  /** The input for the record, as far as it has arrived. */
  get input(): unknown {
    return this.#input?.value;
  }

  /** The output for the record; undefined for a node that streams from its whole input if its chunks do not add up. */
  get output(): unknown {
    return this.#node.streaming === 'whole' && !this.total.addable ? undefined : this.total.value;
  }

  get ended(): boolean {
    return this.#ended;
  }

  next(): Promise<IteratorResult<O>> {
    if (this.#chunks !== undefined) return this.#chunks.next().then(this.#onResult, this.#onError);
    if (this.#ended) return Promise.resolve(DONE);
    return this.#begun === undefined ? this.#begin() : this.#begun.then(() => this.next());
  }

  pull(): Pulled<O> {
    return this.#chunks === undefined
      ? this.next()
      : proceed(pull(this.#chunks), this.#onResult, this.#onError);
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

  #begin(): Promise<Result<O>> {
    const source = (this.#source = this.#upstream[Symbol.asyncIterator]());
    const pulled = this.whole
      ? Promise.resolve(fold({ [Symbol.asyncIterator]: () => source })).then((folded) =>
          this.#beginWhole(folded),
        )
      : source.next().then((first) => this.#beginWith(first, source));
    this.#begun = pulled;
    return pulled;
  }

  #beginWith(first: IteratorResult<I>, source: AsyncIterator<I>): Pulled<O> {
    if (this.#ended) return DONE;
    const upstream = totalBehind(this.#upstream);
    if (upstream !== undefined) {
      this.#input = upstream;
      return this.#start(resumed(first, source));
    }
    const sum = (this.#input = new Aggregate());
    if (first.done !== true) sum.add(first.value);
    return this.#start(resumed(first, new Totalled(source, sum)));
  }

  #beginWhole({ empty, value }: Folded<I>): Pulled<O> {
    if (empty) this.#ended = true;
    if (this.#ended) return DONE;
    this.#ctx.scope.throwIfAborted();
    this.#input = { value };
    return this.#start(once(value));
  }

  #start(chunks: AsyncIterable<I>): Pulled<O> {
    const run = (this.#run = this.#open());
    if (this.whole) run.input = this.input;
    run.progress = this;
    let started: Promise<void> | undefined;
    try {
      started = run.start();
    } catch (error) {
      return this.#refuse(error);
    }
    return started === undefined
      ? this.#openChunks(run, chunks)
      : started.then(
          () => this.#openChunks(run, chunks),
          (error: unknown) => this.#refuse(error),
        );
  }

  #openChunks(run: OpenRun, chunks: AsyncIterable<I>): Pulled<O> {
    if (this.#ended) return this.#leave()?.then(() => DONE) ?? DONE;
    try {
      // The run may have been aborted while observers were notified of its start.
      this.#ctx.scope.throwIfAborted();
      const open = (): AsyncIterable<unknown> => this.#node.executeStream(chunks, run.ctx);
      const stream = run.intercepting ? interceptStream(run.observers, run.record, open) : open();
      this.#chunks = (stream as AsyncIterable<O>)[Symbol.asyncIterator]();
    } catch (error) {
      return this.#refuse(error);
    }
    run.watch();
    return this.next();
  }

  /** Fails a run that has given no chunk yet, and closes its input. */
  async #refuse(error: unknown): Promise<never> {
    this.#ended = true;
    if (this.#source !== undefined) await closeQuietly([this.#source]);
    await this.#run?.fail(error);
    throw error;
  }

  readonly #onResult = (result: IteratorResult<O>): Pulled<O> => {
    const run = this.#run as OpenRun;
    let told: Promise<void> | undefined;
    if (result.done === true) {
      this.#ended = true;
      told = run.closed ? undefined : this.#end(run);
      return told === undefined ? DONE : told.then(() => DONE);
    }
    this.total.add(result.value);
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

  /** Fails the stream with the error of an observer that has `raiseError` set. */
  async #breakOff(error: unknown): Promise<never> {
    this.#ended = true;
    await closeQuietly([this.#chunks as AsyncIterator<O>]);
    return this.#onError(error);
  }

  /** Ends the run of a stream that has no more chunks; if it was aborted, its reader gets the reason all the same. */
  #end(run: OpenRun): Promise<void> | undefined {
    const { abortion } = run;
    return abortion === undefined ? run.end(this.output) : run.fail(abortion.reason);
  }

  /** Ends the run of a stream that its reader has left, be it by choice or because the run was aborted. */
  #leave(): Promise<void> | undefined {
    const { failure } = this.#ctx.scope;
    return failure === undefined ? this.#run?.leave() : this.#run?.fail(failure.reason);
  }
}

/** The sum of chunks so far. */
interface Total {
  readonly value: unknown;
}

/** The total of a traced stream, also of one that another stream passes on unchanged. */
function totalBehind(stream: AsyncIterable<unknown>): Total | undefined {
  const behind = (stream as { readonly stream?: unknown }).stream ?? stream;
  return behind instanceof TracedStream ? (behind as { readonly total: Total }).total : undefined;
}

/** Adds up the chunks that pass through. */
class Totalled<T> implements AsyncIterator<T> {
  constructor(
    readonly source: AsyncIterator<T>,
    readonly sum: Aggregate,
  ) {}

  next(): Promise<IteratorResult<T>> {
    return this.source.next().then(this.#count);
  }

  get ended(): boolean {
    return hasEnded(this.source);
  }

  async return(value?: unknown): Promise<IteratorResult<T>> {
    return (await this.source.return?.(value)) ?? DONE;
  }

  readonly #count = (result: IteratorResult<T>): IteratorResult<T> => {
    if (result.done !== true) this.sum.add(result.value);
    return result;
  };
}

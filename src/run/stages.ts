import type { CancelScope } from '../plan/node.js';
import { closeAll } from '../stream/close.js';
import { isPromiseLike } from '../stream/guards.js';
import { PulledStream, hasEnded, pull, type Pulled } from '../stream/pull.js';
import { isPending, isRejectedWith } from '../stream/promise-state.js';
import { settleWithinTurn } from '../stream/turn.js';

type Result<T> = IteratorResult<T, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/**
 * A stream between two nodes, as the downstream node pulls it.
 *
 * It forwards pulls as they are, which takes no promise; it only stops them when the run is aborted, and remembers the
 * last one, so that a failure can be traced to the stage where it began.
 */
export class Stage<T> extends PulledStream<T> {
  readonly #iterator: AsyncIterator<T>;
  #last: Promise<IteratorResult<T>> | undefined;
  #closing: Promise<Result<T>> | undefined;

  constructor(
    readonly stream: AsyncIterable<T>,
    readonly scope: CancelScope,
  ) {
    super();
    this.#iterator = stream[Symbol.asyncIterator]();
  }

  /** Makes a stage of a stream, unless it is one in the same scope already. */
  static of<T>(stream: AsyncIterable<T>, scope: CancelScope): Stage<T> {
    return stream instanceof Stage && stream.scope === scope
      ? (stream as Stage<T>)
      : new Stage(stream, scope);
  }

  next(): Promise<IteratorResult<T>> {
    const { failure } = this.scope;
    return (this.#last = failure === undefined ? this.#iterator.next() : Promise.reject(failure.reason));
  }

  pull(): Pulled<T> {
    const { failure } = this.scope;
    if (failure !== undefined) return this.next();
    const pulled = pull(this.#iterator);
    this.#last = isPromiseLike(pulled) ? pulled : undefined;
    return pulled;
  }

  return(): Promise<Result<T>> {
    return (this.#closing ??= this.#iterator.return?.() ?? Promise.resolve(DONE));
  }

  get ended(): boolean {
    return hasEnded(this.#iterator);
  }

  /** Closes the stage, but waits at most one turn of the event loop if a pull is pending. */
  async returnWithinTurn(): Promise<void> {
    const isBusy = await isPending(this.#last);
    const closing = this.return();
    await (isBusy ? settleWithinTurn([closing]) : closing);
  }

  failedWith(error: unknown): Promise<boolean> {
    return isRejectedWith(this.#last, error);
  }
}

/**
 * The last of several chained streams, which closes all of them when it ends, fails, or is closed.
 *
 * A stream closes its source when it is closed halfway; but one that was never started, or that pulls its source by
 * hand, does not, and the source would stay open for good.
 */
export class Stages<T> implements AsyncIterableIterator<T> {
  readonly #last: Stage<T>;
  #ended = false;

  /**
   * @param stages - The streams, from the source on; the last one yields the chunks.
   * @param onFailure - Called once with the index of the stream that failed.
   */
  constructor(
    readonly stages: readonly Stage<unknown>[],
    readonly onFailure?: (stage: number, error: unknown) => void,
  ) {
    this.#last = stages.at(-1) as Stage<T>;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result<T>> {
    return this.#last.next().then(this.#onResult, this.#onError);
  }

  async return(): Promise<Result<T>> {
    if (!this.#ended) {
      this.#ended = true;
      await this.#close(this.#last.scope.failure !== undefined);
    }
    return DONE;
  }

  readonly #onResult = (result: IteratorResult<T>): Result<T> | Promise<Result<T>> => {
    if (result.done !== true) return result;
    if (this.#ended) return DONE;
    this.#ended = true;
    const open = this.stages.filter((stage) => !stage.ended);
    return open.length === 0 ? DONE : closeAll(open).then(() => DONE);
  };

  readonly #onError = async (error: unknown): Promise<never> => {
    if (!this.#ended) {
      this.#ended = true;
      this.onFailure?.(await this.#originOf(error), error);
      await this.#close(true).catch(() => undefined);
    }
    throw error;
  };

  /** The stage where an error began; later ones only passed it on. */
  async #originOf(error: unknown): Promise<number> {
    let stage = this.stages.length - 1;
    while (stage > 0 && (await this.stages[stage - 1]?.failedWith(error)) === true) stage -= 1;
    return stage;
  }

  /**
   * Closes all stages from the last to the first, even if some fail to close, and then throws the first such failure.
   */
  async #close(withinTurn: boolean): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    for (const stage of this.stages.toReversed()) {
      try {
        await (withinTurn ? stage.returnWithinTurn() : stage.return());
      } catch (error) {
        failure ??= { error };
      }
    }
    if (failure !== undefined) throw failure.error;
  }
}

import type { CancelScope } from '../plan/node.js';
import { closeAll } from '../stream/close.js';
import { PulledStream, hasEnded, pull, type Pulled } from '../stream/pull.js';
import { isPending, isRejectedWith } from '../stream/settled.js';
import { settleWithinTurn } from '../stream/turn.js';

type Result<T> = IteratorResult<T, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/**
 * A stream as whoever stands behind it pulls it.
 *
 * It hands pulls over as they are, which costs no promise; it only stops them when the run is aborted, and remembers
 * the last, so that a failure can be traced to the stage where it began.
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

  /** The stage that a stream is in a scope, as which it is pulled. */
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
    this.#last = pulled instanceof Promise ? pulled : undefined;
    return pulled;
  }

  return(): Promise<Result<T>> {
    return (this.#closing ??= this.#iterator.return?.() ?? Promise.resolve(DONE));
  }

  get ended(): boolean {
    return hasEnded(this.#iterator);
  }

  /** Closes the stage, but waits no longer than a turn if it owes a chunk. */
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
 * Each stream closes the one it reads from when it is left in the middle; a stream that was never started, or whose
 * author pulled by hand, does not, and its source would stay open for good.
 */
export class Stages<T> implements AsyncIterableIterator<T> {
  readonly #last: Stage<T>;
  #ended = false;

  /**
   * @param stages - The streams in the order the data takes; the last gives the chunks.
   * @param onFailure - Told once which of them failed.
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

  /** The stage where an error began; those behind it only passed it on. */
  async #originOf(error: unknown): Promise<number> {
    let stage = this.stages.length - 1;
    while (stage > 0 && (await this.stages[stage - 1]?.failedWith(error)) === true) stage -= 1;
    return stage;
  }

  /** Closes from the last to the first, all of them even if some fail to, and throws the first of such failures. */
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

import type { TimeoutOptions } from '../plan/timeout-options.js';
import { nextTurn, settleWithinTurn } from '../stream/turn.js';
import { ChunkClock } from './chunk-clock.js';
import type { Scope } from './scope.js';

type Result<T> = IteratorResult<T, undefined>;
type GiveUp = (reason: unknown) => void;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/**
 * A stream in a scope of its own, which is aborted when it is late; opened, and its clocks started, by the first pull.
 *
 * When the scope is aborted, whoever waits for a chunk is told after one turn of the event loop, whatever the stream
 * does meanwhile, and the stream is closed.
 */
export class TimedStream<T> implements AsyncIterableIterator<T> {
  readonly #clock: ChunkClock;
  /** Those who wait for a chunk. */
  readonly #waiting = new Set<GiveUp>();
  #iterator: AsyncIterator<T> | undefined;
  #ended = false;
  #unlisten: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  /**
   * @param scope - Made for the stream, which closes it in the end.
   * @param open - Opens the stream.
   */
  constructor(
    readonly scope: Scope,
    readonly open: () => AsyncIterable<T>,
    limits: TimeoutOptions,
  ) {
    this.#clock = new ChunkClock(limits, (error) => {
      scope.abort(error);
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result<T>> {
    if (this.#ended) return Promise.resolve(DONE);
    try {
      this.scope.throwIfAborted();
      const result = (this.#iterator ??= this.#start()).next();
      this.#clock.asked();
      return this.#outlast(result);
    } catch (error) {
      return this.#fail(error);
    }
  }

  async return(): Promise<Result<T>> {
    if (!this.#ended) {
      this.#ended = true;
      this.#clock.stop();
      this.#closing ??= this.#close(false);
    }
    try {
      await this.scope.outlasting(this.#closing);
    } catch (error) {
      if (this.scope.failure === undefined) throw error;
    } finally {
      this.#letGo();
    }
    return DONE;
  }

  #start(): AsyncIterator<T> {
    this.scope.start();
    // One listener for the whole stream, rather than one for each chunk.
    this.#unlisten = this.scope.onAbort(this.#onAbort);
    return this.open()[Symbol.asyncIterator]();
  }

  /** Waits for a chunk, but no longer than the scope lives. */
  #outlast(result: Promise<IteratorResult<T>>): Promise<Result<T>> {
    return new Promise((resolve) => {
      const giveUp = (reason: unknown): void => {
        resolve(this.#fail(reason));
      };
      const answered = (): void => {
        this.#waiting.delete(giveUp);
        this.#clock.answered();
      };
      this.#waiting.add(giveUp);
      result.then(
        (value) => {
          answered();
          resolve(this.#answer(value));
        },
        (error: unknown) => {
          answered();
          resolve(this.#fail(error));
        },
      );
    });
  }

  #answer(result: IteratorResult<T>): Result<T> | Promise<Result<T>> {
    const { failure } = this.scope;
    if (failure !== undefined) return this.#fail(failure.reason);
    if (this.#ended) return DONE;
    if (result.done !== true) return result;
    this.#ended = true;
    this.#letGo();
    return DONE;
  }

  async #fail(error: unknown): Promise<Result<T>> {
    if (this.#ended) return DONE;
    this.#ended = true;
    const { failure = { reason: error } } = this.scope;
    this.#unlisten?.();
    this.scope.abort(error);
    this.#letGo();
    await (this.#closing ??= this.#close(true));
    throw failure.reason;
  }

  readonly #onAbort = (reason: unknown): void => {
    this.#clock.stop();
    if (this.#waiting.size === 0) {
      // A reader who has stopped reading is told by the next pull, but what is held open is closed at once.
      this.#closing ??= this.#close(true);
      return;
    }
    void nextTurn().then(() => {
      for (const giveUp of this.#waiting) giveUp(reason);
    });
  };

  /**
   * Closes the stream.
   *
   * @param withinTurn - Whether to wait no longer than a turn: what has failed has closed itself, but what was aborted is
   * still open, and perhaps too busy to be waited for.
   */
  async #close(withinTurn: boolean): Promise<void> {
    const closing = (async () => this.#iterator?.return?.())();
    await (withinTurn ? settleWithinTurn([closing]) : closing);
  }

  #letGo(): void {
    this.#clock.stop();
    this.#unlisten?.();
    this.scope.close();
  }
}

import type { TimeoutOptions } from '../plan/timeout-options.js';
import { nextTurn, settleWithinTurn } from '../stream/turn.js';
import { ChunkClock } from './chunk-clock.js';
import { closeScopes } from './in-scope.js';
import type { Scope } from './scope.js';

type Result<T> = IteratorResult<T, undefined>;
type GiveUp = (reason: unknown) => void;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/** A part of a run that streams, in a scope of its own. */
export interface ScopedPart<T> {
  /** Its scope, opened for it, possibly inside others opened for it; the surrounding one if it needs none. */
  readonly scope: Scope;
  /** The surrounding scope, which stays open. */
  readonly outer: Scope;
  open(): AsyncIterable<T>;
}

/**
 * A stream in a scope of its own, which is opened, with its timeouts, by the first pull, and closed with the stream.
 *
 * When the scope is aborted, pending pulls reject after one turn of the event loop, whatever the stream does in the
 * meantime, and the stream is closed.
 */
export class ScopedStream<T> implements AsyncIterableIterator<T> {
  /** Pending pulls. */
  readonly #waiting = new Set<GiveUp>();
  #part: ScopedPart<T> | undefined;
  #iterator: AsyncIterator<T> | undefined;
  #clock: ChunkClock | undefined;
  #ended = false;
  #unlisten: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  /** @param limits - After which waits for a chunk the scope is aborted. */
  constructor(
    readonly begin: () => ScopedPart<T>,
    readonly limits?: Pick<TimeoutOptions, 'firstChunk' | 'idle'>,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result<T>> {
    if (this.#ended) return Promise.resolve(DONE);
    try {
      const { scope } = (this.#part ??= this.begin());
      scope.throwIfAborted();
      const result = (this.#iterator ??= this.#open(this.#part)).next();
      this.#clock?.asked();
      return this.#outlast(result, scope);
    } catch (error) {
      return this.#fail(error);
    }
  }

  async return(): Promise<Result<T>> {
    if (!this.#ended) {
      this.#ended = true;
      this.#clock?.stop();
      this.#closing ??= this.#close(false);
    }
    try {
      await (this.#part === undefined ? this.#closing : this.#part.scope.outlasting(this.#closing));
    } catch (error) {
      if (this.#part?.scope.failure === undefined) throw error;
    } finally {
      this.#letGo();
    }
    return DONE;
  }

  #open(part: ScopedPart<T>): AsyncIterator<T> {
    const { scope } = part;
    // One listener for the whole stream, rather than one for each chunk.
    this.#unlisten = scope.onAbort(this.#onAbort);
    if (this.limits !== undefined) {
      this.#clock = new ChunkClock(this.limits, (error) => {
        scope.abort(error);
      });
    }
    return part.open()[Symbol.asyncIterator]();
  }

  /** Waits for a chunk, but no longer than until the scope is aborted. */
  #outlast(result: Promise<IteratorResult<T>>, scope: Scope): Promise<Result<T>> {
    return new Promise((resolve) => {
      const giveUp = (reason: unknown): void => {
        resolve(this.#fail(reason));
      };
      const answered = (): void => {
        this.#waiting.delete(giveUp);
        this.#clock?.answered();
      };
      this.#waiting.add(giveUp);
      result.then(
        (value) => {
          answered();
          resolve(this.#answer(value, scope));
        },
        (error: unknown) => {
          answered();
          resolve(this.#fail(error));
        },
      );
    });
  }

  #answer(result: IteratorResult<T>, { failure }: Scope): Result<T> | Promise<Result<T>> {
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
    this.#unlisten?.();
    const { scope, outer } = this.#part ?? {};
    const failure = scope?.failure ?? { reason: error };
    if (scope !== outer) scope?.abort(error);
    this.#letGo();
    await (this.#closing ??= this.#close(true));
    throw failure.reason;
  }

  readonly #onAbort = (reason: unknown): void => {
    this.#clock?.stop();
    if (this.#waiting.size === 0) {
      // A reader that has stopped reading gets the reason with its next pull, but the stream is closed at once.
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
   * @param withinTurn - Whether to wait at most one turn of the event loop: a stream that has failed has closed itself,
   * but one that was aborted is still open, and possibly too busy to be waited for.
   */
  async #close(withinTurn: boolean): Promise<void> {
    const closing = (async () => this.#iterator?.return?.())();
    await (withinTurn ? settleWithinTurn([closing]) : closing);
  }

  #letGo(): void {
    this.#clock?.stop();
    this.#unlisten?.();
    if (this.#part !== undefined) closeScopes(this.#part.scope, this.#part.outer);
  }
}

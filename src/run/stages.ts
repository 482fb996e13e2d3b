import { closeAll, closeQuietly } from '../stream/close.js';

/** Told once how a stream ended: with an error, or without. */
export type StreamEnd = (failure: { readonly error: unknown } | undefined) => void;

/**
 * The last of several chained streams, which closes all of them when it ends, fails, or is closed.
 *
 * Each stream closes the one it reads from when it is left in the middle; a stream that was never started, or whose
 * author pulled by hand, does not, and its source would stay open for good.
 */
export class Stages<T> implements AsyncIterableIterator<T> {
  readonly #last: AsyncIterator<T>;
  readonly #earlier: readonly AsyncIterator<unknown>[];
  #ended = false;

  /** @param chain - The streams in the order the data takes; the last gives the chunks. */
  constructor(
    chain: readonly AsyncIterable<unknown>[],
    readonly onFailure?: (error: unknown) => void,
  ) {
    const iterators = chain.map((stream) => stream[Symbol.asyncIterator]());
    this.#last = iterators.pop() as AsyncIterator<T>;
    this.#earlier = iterators.reverse();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    return this.#last.next().then(this.#onResult, this.#onError);
  }

  async return(value?: unknown): Promise<IteratorResult<T>> {
    this.#ended = true;
    await this.#last.return?.(value);
    await closeAll(this.#earlier);
    return { done: true, value: undefined };
  }

  readonly #onResult = (result: IteratorResult<T>): IteratorResult<T> | Promise<IteratorResult<T>> => {
    if (result.done !== true || this.#ended) return result;
    this.#ended = true;
    return closeAll(this.#earlier).then(() => ({ done: true, value: undefined }));
  };

  readonly #onError = async (error: unknown): Promise<never> => {
    this.onFailure?.(error);
    if (!this.#ended) {
      this.#ended = true;
      await closeQuietly(this.#earlier);
    }
    throw error;
  };
}

import { types } from 'node:util';

/**
 * Makes a stream of user code behave as the library's own: a single iterator, however often one is asked for, which
 * opens with the first pull, returns only promises, and throws only through them.
 *
 * Other streams may be locked by their first iterator, or open a second source for the second.
 */
export function normalize<T>(chunks: AsyncIterable<T>): AsyncIterableIterator<T> {
  return types.isGeneratorObject(chunks) ? (chunks as unknown as AsyncGenerator<T>) : new Normalized(chunks);
}

class Normalized<T> implements AsyncIterableIterator<T> {
  #iterator: AsyncIterator<T> | undefined;
  #closing: Promise<IteratorResult<T>> | undefined;

  constructor(readonly chunks: AsyncIterable<T>) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#closing !== undefined) return Promise.resolve({ done: true, value: undefined });
    try {
      this.#iterator ??= this.chunks[Symbol.asyncIterator]();
      return Promise.resolve(this.#iterator.next());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  return(): Promise<IteratorResult<T>> {
    return (this.#closing ??= this.#close());
  }

  /** A source that was never opened is left alone, unless it is an iterator, which may have been started elsewhere. */
  async #close(): Promise<IteratorResult<T>> {
    const iterator = this.#iterator ?? (this.chunks as Partial<AsyncIterator<T>>);
    await iterator.return?.();
    return { done: true, value: undefined };
  }
}

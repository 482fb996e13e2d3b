/** A stream of one chunk. */
export function once<T>(chunk: T): AsyncIterableIterator<T> {
  return new Once(chunk);
}

/** See {@link once}. An async generator would do the same in three promises; this takes one. */
export class Once<T> implements AsyncIterableIterator<T> {
  #chunk: T | undefined;
  #done = false;

  constructor(chunk: T) {
    this.#chunk = chunk;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    return Promise.resolve(this.take());
  }

  /** What a pull gives, for who need not wait for it. */
  take(): IteratorResult<T> {
    if (this.#done) return { done: true, value: undefined };
    const value = this.#chunk as T;
    this.#close();
    return { done: false, value };
  }

  return(): Promise<IteratorResult<T>> {
    this.#close();
    return Promise.resolve({ done: true, value: undefined });
  }

  #close(): void {
    this.#done = true;
    this.#chunk = undefined;
  }
}

/** A stream of one chunk. */
export function once<T>(chunk: T): AsyncIterableIterator<T> {
  return new Once(chunk);
}

// An async generator would do the same in three promises; this takes one.
class Once<T> implements AsyncIterableIterator<T> {
  #chunk: T | undefined;
  #done = false;

  constructor(chunk: T) {
    this.#chunk = chunk;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#done) return Promise.resolve({ done: true, value: undefined });
    const value = this.#chunk as T;
    this.#close();
    return Promise.resolve({ done: false, value });
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

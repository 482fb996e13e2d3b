import { PulledStream } from './pull.js';

/** Makes a stream of one chunk. */
export function once<T>(chunk: T): AsyncIterableIterator<T> {
  return new Once(chunk);
}

class Once<T> extends PulledStream<T> {
  #chunk: T | undefined;
  #done = false;

  constructor(chunk: T) {
    super();
    this.#chunk = chunk;
  }

  get ended(): boolean {
    return this.#done;
  }

  next(): Promise<IteratorResult<T>> {
    return Promise.resolve(this.pull());
  }

  pull(): IteratorResult<T> {
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

import { closeAll } from './close.js';

interface Link<T> {
  result?: Promise<IteratorResult<T>>;
  next?: Link<T>;
}

/** A stream split into legs that each see every chunk. */
export interface Tee<T> {
  readonly legs: readonly AsyncIterableIterator<T>[];
  /** Closes the source and all legs, also those nobody ever pulled. */
  close(): Promise<void>;
}

/**
 * Splits a stream lazily: the source is pulled when the foremost leg asks, each chunk is kept until the last leg has
 * seen it, and the source is closed when all legs are.
 */
export function tee<T>(source: AsyncIterable<T>, count: number): Tee<T> {
  const shared = new Shared(source);
  const start: Link<T> = {};
  const legs = Array.from({ length: count }, () => new Leg(shared, start));
  shared.open = count;
  return { legs, close: () => shared.close() };
}

class Shared<T> {
  open = 0;
  #iterator: AsyncIterator<T> | undefined;
  #closed: Promise<void> | undefined;

  constructor(readonly source: AsyncIterable<T>) {}

  pull(): Promise<IteratorResult<T>> {
    this.#iterator ??= this.source[Symbol.asyncIterator]();
    return this.#iterator.next();
  }

  release(): Promise<void> | undefined {
    this.open -= 1;
    return this.open === 0 ? this.close() : undefined;
  }

  close(): Promise<void> {
    this.#iterator ??= this.source[Symbol.asyncIterator]();
    return (this.#closed ??= closeAll([this.#iterator]));
  }
}

class Leg<T> implements AsyncIterableIterator<T> {
  #link: Link<T> | undefined;

  constructor(
    readonly shared: Shared<T>,
    start: Link<T>,
  ) {
    this.#link = start;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    const link = this.#link;
    if (link === undefined) return Promise.resolve({ done: true, value: undefined });
    link.result ??= this.shared.pull();
    this.#link = link.next ??= {};
    return link.result;
  }

  async return(): Promise<IteratorResult<T>> {
    if (this.#link !== undefined) {
      this.#link = undefined;
      await this.shared.release();
    }
    return { done: true, value: undefined };
  }
}

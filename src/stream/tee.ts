import { isRejectedWith } from './promise-state.js';

interface Link<T> {
  result?: Promise<IteratorResult<T>>;
  next?: Link<T>;
}

/** A stream split into several, called legs, that each see every chunk. */
export interface Tee<T> {
  readonly legs: readonly AsyncIterableIterator<T>[];
  /** Tells whether an error came from the source, rather than from the reader of a leg. */
  failedWith(error: unknown): Promise<boolean>;
  /** Closes the source, even if some legs were never pulled. */
  close(): Promise<void>;
}

/**
 * Splits a stream lazily: the source is pulled when the foremost leg is, each chunk is kept until the last leg has read
 * it, and the source is closed when all legs are.
 */
export function tee<T>(source: AsyncIterable<T>, count: number): Tee<T> {
  return new Split(source, count);
}

class Split<T> implements Tee<T> {
  readonly legs: readonly AsyncIterableIterator<T>[];
  readonly #iterator: AsyncIterator<T>;
  #open: number;
  #last: Promise<IteratorResult<T>> | undefined;
  #closed: Promise<unknown> | undefined;

  constructor(source: AsyncIterable<T>, count: number) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#open = count;
    // Local on purpose: a reference to the first link would keep every chunk after it in memory.
    const start: Link<T> = {};
    const legs: Leg<T>[] = [];
    for (let index = 0; index < count; index += 1) legs.push(new Leg(this, start));
    this.legs = legs;
  }

  pull(): Promise<IteratorResult<T>> {
    return (this.#last = this.#iterator.next());
  }

  async release(): Promise<void> {
    this.#open -= 1;
    if (this.#open === 0) await this.close();
  }

  failedWith(error: unknown): Promise<boolean> {
    return isRejectedWith(this.#last, error);
  }

  async close(): Promise<void> {
    await (this.#closed ??= this.#iterator.return?.() ?? Promise.resolve());
  }
}

class Leg<T> implements AsyncIterableIterator<T> {
  #link: Link<T> | undefined;

  constructor(
    readonly source: Split<T>,
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
    link.result ??= this.source.pull();
    this.#link = link.next ??= {};
    return link.result;
  }

  async return(): Promise<IteratorResult<T>> {
    if (this.#link !== undefined) {
      this.#link = undefined;
      await this.source.release();
    }
    return { done: true, value: undefined };
  }
}

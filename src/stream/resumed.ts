import { PulledStream, hasEnded, type Pulled } from './pull.js';

/** A stream whose first pull has been made already: its result comes first, then whatever the stream gives. */
export function resumed<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncIterableIterator<T> {
  return new Resumed(first, rest);
}

class Resumed<T> extends PulledStream<T> {
  #first: IteratorResult<T> | undefined;

  constructor(
    first: IteratorResult<T>,
    readonly rest: AsyncIterator<T>,
  ) {
    super();
    this.#first = first;
  }

  get ended(): boolean {
    return this.#first === undefined ? hasEnded(this.rest) : this.#first.done === true;
  }

  next(): Promise<IteratorResult<T>> {
    return this.#first === undefined ? this.rest.next() : Promise.resolve(this.#take(this.#first));
  }

  pull(): Pulled<T> {
    // What is first is no more at hand than what comes behind it: who reads all would be ahead of other readers else.
    if (!(this.rest instanceof PulledStream)) return this.next();
    return this.#first === undefined ? this.rest.pull() : this.#take(this.#first);
  }

  async return(): Promise<IteratorResult<T>> {
    this.#first = undefined;
    await this.rest.return?.();
    return { done: true, value: undefined };
  }

  #take(first: IteratorResult<T>): IteratorResult<T> {
    // What has ended is not asked again.
    if (first.done !== true) this.#first = undefined;
    return first;
  }
}

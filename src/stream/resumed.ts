import { PulledStream, hasEnded, type Pulled } from './pull.js';

/** Makes a stream of the result of a first pull that was made already, followed by the rest of the stream. */
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
    // The first result must not arrive sooner than the rest would, or a reader of the whole would overtake other
    // readers.
    if (!(this.rest instanceof PulledStream)) return this.next();
    return this.#first === undefined ? this.rest.pull() : this.#take(this.#first);
  }

  async return(): Promise<IteratorResult<T>> {
    this.#first = undefined;
    await this.rest.return?.();
    return { done: true, value: undefined };
  }

  #take(first: IteratorResult<T>): IteratorResult<T> {
    // A stream that has ended keeps its final result, so that it is not pulled again.
    if (first.done !== true) this.#first = undefined;
    return first;
  }
}

import { PulledStream, hasEnded, pull, type Pulled } from './pull.js';

/**
 * Makes a stream that is opened by the first pull. From then on it forwards pulls as they are, without the cost per
 * chunk of a generator around the stream.
 *
 * @param onLeave - Called when the stream is closed while it is being opened, so that the opening can be cut short.
 */
export function deferred<T>(
  open: () => AsyncIterable<T> | PromiseLike<AsyncIterable<T>>,
  onLeave?: () => void,
): AsyncIterableIterator<T> {
  return new Deferred(open, onLeave);
}

class Deferred<T> extends PulledStream<T> {
  #iterator: AsyncIterator<T> | undefined;
  #opening: Promise<AsyncIterable<T>> | undefined;
  /** The number of pulls that wait for the opening; a later pull must not overtake them. */
  #waiting = 0;
  #closed = false;

  constructor(
    readonly open: () => AsyncIterable<T> | PromiseLike<AsyncIterable<T>>,
    readonly onLeave: (() => void) | undefined,
  ) {
    super();
  }

  get ended(): boolean {
    return this.#iterator !== undefined && hasEnded(this.#iterator);
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#closed) return Promise.resolve({ done: true, value: undefined });
    return this.#iterator === undefined || this.#waiting > 0 ? this.#openAndPull() : this.#iterator.next();
  }

  pull(): Pulled<T> {
    const isOpen = this.#iterator !== undefined && this.#waiting === 0 && !this.#closed;
    return isOpen ? pull(this.#iterator as AsyncIterator<T>) : this.next();
  }

  async return(): Promise<IteratorResult<T>> {
    this.#closed = true;
    if (this.#iterator === undefined && this.#opening !== undefined) this.onLeave?.();
    const chunks = await this.#opening?.catch(() => undefined);
    if (chunks !== undefined) await this.#iterate(chunks).return?.();
    return { done: true, value: undefined };
  }

  #openAndPull(): Promise<IteratorResult<T>> {
    this.#opening ??= this.#open();
    this.#waiting += 1;
    return this.#opening.then(this.#onOpened);
  }

  #open(): Promise<AsyncIterable<T>> {
    try {
      return Promise.resolve(this.open());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  readonly #onOpened = (chunks: AsyncIterable<T>): Pulled<T> => {
    const iterator = this.#iterate(chunks);
    this.#waiting -= 1;
    return this.#closed ? { done: true, value: undefined } : pull(iterator);
  };

  #iterate(chunks: AsyncIterable<T>): AsyncIterator<T> {
    return (this.#iterator ??= chunks[Symbol.asyncIterator]());
  }
}

/** A stream without a chunk. */
export const EMPTY: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

/**
 * A stream that is opened by the first pull. From then on it hands pulls over as they are, so that it costs nothing
 * per chunk, as a generator around the stream would.
 *
 * @param onLeave - Called when the stream is left while it is being opened, so that the opening can be cut short.
 */
export function deferred<T>(
  open: () => Promise<AsyncIterable<T>>,
  onLeave?: () => void,
): AsyncIterableIterator<T> {
  return new Deferred(open, onLeave);
}

class Deferred<T> implements AsyncIterableIterator<T> {
  #iterator: AsyncIterator<T> | undefined;
  #opening: Promise<AsyncIterator<T>> | undefined;
  /** Pulls that wait for the stream to be opened; a later one must not overtake them. */
  #waiting = 0;
  #closed = false;

  constructor(
    readonly open: () => Promise<AsyncIterable<T>>,
    readonly onLeave: (() => void) | undefined,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#closed) return Promise.resolve({ done: true, value: undefined });
    return this.#iterator === undefined || this.#waiting > 0 ? this.#openAndPull() : this.#iterator.next();
  }

  async return(): Promise<IteratorResult<T>> {
    this.#closed = true;
    if (this.#iterator === undefined && this.#opening !== undefined) this.onLeave?.();
    const iterator = this.#iterator ?? (await this.#opening?.catch(() => undefined));
    await iterator?.return?.();
    return { done: true, value: undefined };
  }

  async #openAndPull(): Promise<IteratorResult<T>> {
    this.#opening ??= this.open().then((chunks) => (this.#iterator = chunks[Symbol.asyncIterator]()));
    this.#waiting += 1;
    const iterator = await this.#opening;
    this.#waiting -= 1;
    return this.#closed ? { done: true, value: undefined } : iterator.next();
  }
}

/** A stream without a chunk. */
export const EMPTY: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

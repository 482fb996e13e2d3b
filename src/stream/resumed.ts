/** A stream whose first pull has been made already: its result comes first, then whatever the stream gives. */
export function resumed<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncIterableIterator<T> {
  return new Resumed(first, rest);
}

class Resumed<T> implements AsyncIterableIterator<T> {
  #first: IteratorResult<T> | undefined;

  constructor(
    first: IteratorResult<T>,
    readonly rest: AsyncIterator<T>,
  ) {
    this.#first = first;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    const first = this.#first;
    if (first === undefined) return this.rest.next();
    // What has ended is not asked again.
    if (first.done !== true) this.#first = undefined;
    return Promise.resolve(first);
  }

  async return(): Promise<IteratorResult<T>> {
    this.#first = undefined;
    await this.rest.return?.();
    return { done: true, value: undefined };
  }
}

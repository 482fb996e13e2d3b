import { Queue } from './queue.js';

type Result<T> = IteratorResult<T, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

interface Reader<T> {
  readonly resolve: (result: Result<T>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hands items from whoever produces them to one reader, and keeps those that the reader has not taken: up to a limit,
 * beyond which the producer is asked to wait.
 */
export class Channel<T> {
  readonly #items = new Queue<T>();
  readonly #readers = new Queue<Reader<T>>();
  #space: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  #end: { readonly error: unknown } | 'ended' | undefined;

  /** @param limit - How many items may wait to be read before the producer waits. */
  constructor(readonly limit: number) {}

  /** Adds an item; gives a promise of space where the producer is to wait. After the end, items are dropped. */
  push(item: T): Promise<void> | undefined {
    if (this.#end !== undefined) return undefined;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: item });
      return undefined;
    }
    this.#items.push(item);
    return this.#items.length < this.limit ? undefined : (this.#space ??= promised()).promise;
  }

  /** Takes the next item, and waits for it if need be. */
  take(): Promise<Result<T>> {
    const item = this.#items.shift();
    if (item !== undefined) {
      if (this.#items.length < this.limit) this.#release();
      return Promise.resolve({ done: false, value: item });
    }
    if (this.#end === undefined) {
      return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
    }
    if (this.#end === 'ended') return Promise.resolve(DONE);
    const { error } = this.#end;
    this.#end = 'ended';
    return Promise.reject(error);
  }

  /** Ends the channel, with an error or without; the reader still gets what waits to be read. */
  end(failure?: { readonly error: unknown }): void {
    if (this.#end !== undefined) return;
    this.#end = failure ?? 'ended';
    this.#release();
    const first = this.#readers.shift();
    if (first === undefined) return;
    if (failure === undefined) first.resolve(DONE);
    else {
      this.#end = 'ended';
      first.reject(failure.error);
    }
    for (let other = this.#readers.shift(); other !== undefined; other = this.#readers.shift())
      other.resolve(DONE);
  }

  /** Ends the channel for a reader that has left: what waits to be read is dropped, and no producer waits any longer. */
  leave(): void {
    this.end();
    while (this.#items.shift() !== undefined);
  }

  #release(): void {
    this.#space?.resolve();
    this.#space = undefined;
  }
}

function promised(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}

import { Queue } from './queue.js';

type Result<T> = IteratorResult<T, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

interface Reader<T> {
  readonly resolve: (result: Result<T>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Passes items from producers to one reader, and buffers those not taken yet: up to a limit, beyond which producers are
 * asked to wait.
 */
export class Channel<T> {
  #items = new Queue<T>();
  readonly #readers = new Queue<Reader<T>>();
  #space: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  #end: { readonly error: unknown } | 'ended' | undefined;

  /** @param limit - How many items are buffered before producers are to wait. */
  constructor(readonly limit: number) {}

  /** Adds an item; returns a promise if the producer is to wait for space. After the end, items are dropped. */
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

  /** Takes the next item, as soon as there is one. */
  take(): Promise<Result<T>> {
    if (this.#items.length > 0) {
      const item = this.#items.shift() as T;
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

  /** Ends the channel, with an error or without; the reader still gets the buffered items. */
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

  /** Ends the channel for a reader that has left: buffered items are dropped, and producers stop waiting. */
  leave(): void {
    this.end();
    this.#items = new Queue();
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

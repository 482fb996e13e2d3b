import { closeQuietly } from './close.js';

/** A stream whose first chunk is pulled at once, before anybody asks for it. */
export class Ahead<T> {
  readonly #iterator: AsyncIterator<T>;
  readonly #first: Promise<IteratorResult<T>>;
  #failure: { readonly error: unknown } | undefined;
  #busy = true;

  constructor(chunks: AsyncIterable<T>) {
    this.#iterator = chunks[Symbol.asyncIterator]();
    this.#first = this.#iterator.next();
    this.#first.then(
      () => {
        this.#busy = false;
      },
      (error: unknown) => {
        this.#busy = false;
        this.#failure = { error };
      },
    );
  }

  /** Whether it still owes its first chunk. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Throws what the stream has failed with while nobody was reading it. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** The chunks, the first one included; to be called once. */
  async *chunks(): AsyncGenerator<T, void> {
    for (let read = await this.#first; read.done !== true; read = await this.#iterator.next())
      yield read.value;
  }

  /** Closes the stream where an error is on its way, or nobody reads on. */
  close(): Promise<void> {
    return closeQuietly([this.#iterator]);
  }
}

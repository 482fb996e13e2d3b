import { closeQuietly } from './close.js';

/** A stream whose first chunk is pulled at once, before the reader asks for it. */
export class Prefetched<T> {
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

  /** Whether the first chunk is still pending. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Throws the error if the stream has failed while nobody was reading it. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Yields all chunks, the first included; may be called only once. */
  async *chunks(): AsyncGenerator<T, void> {
    for (let read = await this.#first; read.done !== true; read = await this.#iterator.next())
      yield read.value;
  }

  /** Closes the stream; a failure to close is ignored, since an error may already be on its way to the reader. */
  close(): Promise<void> {
    return closeQuietly([this.#iterator]);
  }
}

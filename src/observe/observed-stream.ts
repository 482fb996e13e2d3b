import type { RunnableStream } from '../plan/runnable.js';
import { Channel } from '../stream/channel.js';

type Result<T> = IteratorResult<T, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

type OnChunk<T> = (chunk: unknown, channel: Channel<T>) => Promise<void> | undefined;

/**
 * What is observed of a stream, in the place of its chunks.
 *
 * The stream is started by the first pull, and from then on read by nobody but this, ahead of whoever reads the
 * observations as far as the channel has space.
 */
export class ObservedStream<T> implements RunnableStream<T> {
  readonly #channel: Channel<T>;
  readonly #open: (channel: Channel<T>) => AsyncIterator<unknown>;
  readonly #onChunk: OnChunk<T> | undefined;
  #stream: AsyncIterator<unknown> | undefined;
  #reading: Promise<void> | undefined;
  #ended = false;

  /**
   * @param open - Opens the stream, observed by what writes to the channel.
   * @param onChunk - Told of each chunk of the stream.
   */
  constructor(limit: number, open: (channel: Channel<T>) => AsyncIterator<unknown>, onChunk?: OnChunk<T>) {
    this.#channel = new Channel(limit);
    this.#open = open;
    this.#onChunk = onChunk;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result<T>> {
    if (this.#ended) return Promise.resolve(DONE);
    this.#reading ??= this.#read();
    return this.#channel.take();
  }

  /** Stops the run, and waits until it has cleaned up. */
  async return(): Promise<Result<T>> {
    if (this.#ended) return DONE;
    this.#ended = true;
    this.#channel.leave();
    await this.#stream?.return?.();
    await this.#reading;
    return DONE;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #read(): Promise<void> {
    try {
      const stream = (this.#stream = this.#open(this.#channel));
      for (let result = await stream.next(); result.done !== true; result = await stream.next()) {
        const told = this.#onChunk?.(result.value, this.#channel);
        if (told !== undefined) await told;
      }
      this.#channel.end();
    } catch (error) {
      this.#channel.end({ error });
    }
  }
}

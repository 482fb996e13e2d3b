import type { RunnableStream } from '../plan/runnable.js';
import { Channel } from '../stream/channel.js';
import { closeQuietly } from '../stream/close.js';

type Result<T> = IteratorResult<T, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

type OnChunk<T> = (chunk: unknown, channel: Channel<T>) => Promise<void> | undefined;

/**
 * A stream of what is observed of another stream, instead of its chunks.
 *
 * The first pull starts the observed stream, which is then read ahead of the reader of the observations, as far as the
 * channel has space.
 */
export class ObservedStream<T> implements RunnableStream<T> {
  readonly #channel: Channel<T>;
  readonly #open: (channel: Channel<T>) => AsyncIterator<unknown>;
  readonly #onChunk: OnChunk<T> | undefined;
  #stream: AsyncIterator<unknown> | undefined;
  #reading: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

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
    if (this.#closing !== undefined) return Promise.resolve(DONE);
    this.#reading ??= this.#read();
    return this.#channel.take();
  }

  /** Stops the run, and waits until it has cleaned up. */
  async return(): Promise<Result<T>> {
    await (this.#closing ??= this.#close());
    return DONE;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #close(): Promise<void> {
    this.#channel.leave();
    await this.#stream?.return?.();
    await this.#reading;
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
      // The error may be that of `onChunk`, which leaves the stream open.
      if (this.#stream !== undefined) await closeQuietly([this.#stream]);
      this.#channel.end({ error });
    }
  }
}

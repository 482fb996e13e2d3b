import type { RunnableStream } from '../plan/runnable.js';
import { readable } from './json-copy.js';

type Result = IteratorResult<Uint8Array, undefined>;

const encoder = new TextEncoder();

/**
 * Encodes a stream of values as Server-Sent Events: a `data` event for each and an `end` event at the end, in the format
 * of LangChain.js.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class ServerSentEvents implements RunnableStream<Uint8Array> {
  #ended = false;

  constructor(readonly events: RunnableStream<unknown>) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Result> {
    const result = await this.#pull();
    if (result.done !== true) return { done: false, value: await this.#encode(result.value) };
    if (this.#ended) return { done: true, value: undefined };
    this.#ended = true;
    return { done: false, value: encode('end') };
  }

  /** An error ends the stream, so that a reader who pulls again is not told of a regular end. */
  async #pull(): Promise<IteratorResult<unknown>> {
    try {
      return await this.events.next();
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }

  async return(): Promise<Result> {
    this.#ended = true;
    await this.events.return();
    return { done: true, value: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** A value that JSON cannot represent, such as one that contains itself, ends the run: nobody could read on. */
  async #encode(value: unknown): Promise<Uint8Array> {
    try {
      return encode(`data\ndata: ${JSON.stringify(value, (_key, inner: unknown) => readable(inner))}`);
    } catch (error) {
      await this.return();
      throw error;
    }
  }
}

function encode(event: string): Uint8Array {
  return encoder.encode(`event: ${event}\n\n`);
}

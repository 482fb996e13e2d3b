import type { RunnableStream } from '../plan/runnable.js';

type Result = IteratorResult<Uint8Array, undefined>;

const encoder = new TextEncoder();

/**
 * A stream of values as Server-Sent Events: one `data` event each, and an `end` event.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EncodedEvents implements RunnableStream<Uint8Array> {
  #ended = false;

  constructor(readonly events: RunnableStream<unknown>) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Result> {
    const result = await this.events.next();
    if (result.done !== true)
      return { done: false, value: encode(`data\ndata: ${JSON.stringify(result.value)}`) };
    if (this.#ended) return { done: true, value: undefined };
    this.#ended = true;
    return { done: false, value: encode('end') };
  }

  async return(): Promise<Result> {
    this.#ended = true;
    await this.events.return();
    return { done: true, value: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

function encode(event: string): Uint8Array {
  return encoder.encode(`event: ${event}\n\n`);
}

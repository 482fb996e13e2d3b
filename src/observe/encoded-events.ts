import type { RunnableStream } from '../plan/runnable.js';

type Result = IteratorResult<Uint8Array, undefined>;

const encoder = new TextEncoder();

/**
 * A stream of values as Server-Sent Events: one `data` event each, and an `end` event, byte by byte as LangChain.js
 * writes them.
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
    if (result.done !== true) return { done: false, value: await this.#encode(result.value) };
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

  /** A value that JSON cannot hold, such as one that contains itself, ends the stream: its reader would wait for good. */
  async #encode(value: unknown): Promise<Uint8Array> {
    try {
      return encode(`data\ndata: ${JSON.stringify(value, readable)}`);
    } catch (error) {
      await this.return();
      throw error;
    }
  }
}

/** What JSON would lose of a value, or refuse, in a form that can be read. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? { name: value.name, message: value.message } : value;
}

function encode(event: string): Uint8Array {
  return encoder.encode(`event: ${event}\n\n`);
}

type Tap = (runId: string, chunks: AsyncIterableIterator<unknown>) => AsyncIterator<unknown>;

/**
 * Shows the chunks of chains to a handler that taps streams, as the event streams of LangChain.js do: such a handler wraps
 * the stream of each run and reads it. Here it wraps a stream that gives each chunk at the moment the handler reads it.
 */
export class HandlerTaps {
  readonly #open = new Map<string, OpenTap>();

  constructor(
    readonly handler: object,
    readonly tap: Tap,
  ) {}

  /** The taps of a handler; undefined for one that does not tap streams. */
  static of(handler: object): HandlerTaps | undefined {
    const { tapOutputIterable } = handler as { readonly tapOutputIterable?: Tap };
    return typeof tapOutputIterable === 'function' ? new HandlerTaps(handler, tapOutputIterable) : undefined;
  }

  /** Has the handler read a chunk. */
  chunk(runId: string, chunk: unknown): Promise<unknown> {
    let open = this.#open.get(runId);
    if (open === undefined) {
      const chunks = new CurrentChunk();
      open = { chunks, read: this.tap.call(this.handler, runId, chunks) };
      this.#open.set(runId, open);
    }
    open.chunks.value = chunk;
    return open.read.next();
  }

  /** Ends what the handler reads of a run; gives a promise if it has read any. */
  end(runId: string): Promise<unknown> | undefined {
    const open = this.#open.get(runId);
    if (open === undefined) return undefined;
    this.#open.delete(runId);
    return open.read.return?.();
  }
}

interface OpenTap {
  readonly chunks: CurrentChunk;
  readonly read: AsyncIterator<unknown>;
}

/** A stream that gives the chunk that was set last, whenever it is pulled. */
class CurrentChunk implements AsyncIterableIterator<unknown> {
  value: unknown;

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<unknown>> {
    return Promise.resolve({ done: false, value: this.value });
  }

  return(): Promise<IteratorResult<unknown>> {
    return Promise.resolve({ done: true, value: undefined });
  }
}

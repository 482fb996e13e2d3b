type Tap = (runId: string, chunks: AsyncIterableIterator<unknown>) => AsyncIterator<unknown>;

/**
 * Tells a handler of the chunks of chains, of which LangChain.js tells its own event streams by having them read the
 * chunks on their way: the handler is given a stream that has each chunk when it is told of it.
 */
export class HandlerTaps {
  readonly #open = new Map<string, OpenTap>();

  constructor(
    readonly handler: object,
    readonly tap: Tap,
  ) {}

  /** The taps of a handler that reads the chunks of chains; undefined for any other. */
  static of(handler: object): HandlerTaps | undefined {
    const { tapOutputIterable } = handler as { readonly tapOutputIterable?: Tap };
    return typeof tapOutputIterable === 'function' ? new HandlerTaps(handler, tapOutputIterable) : undefined;
  }

  /** Tells of a chunk. */
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

  /** Tells that there are no more chunks of a run; gives a promise where there were any. */
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

/** A stream that gives, whenever it is pulled, the chunk that was set last. */
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

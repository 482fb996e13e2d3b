interface Link<T> {
  result?: Promise<IteratorResult<T>>;
  next?: Link<T>;
}

/**
 * A source that can be read again from its start: chunks are kept for the next reading, until the source is released to
 * the current one.
 */
export class Replay<T> implements AsyncIterable<T> {
  /** The chunks read so far; emptied by {@link Replay.release}. */
  seen: T[] = [];
  /** Whether the source itself has failed, so that reading it again is useless. */
  failed = false;
  readonly source: AsyncIterator<T>;
  #start: Link<T> | undefined = {};
  #reading: Reading<T> | undefined;

  constructor(source: AsyncIterable<T>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The iterator of the source, to be closed by the caller. */
  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.source;
  }

  /** Starts a reading from the first chunk; ends the one before it. */
  read(): AsyncIterableIterator<T> {
    this.#reading?.stop();
    return (this.#reading = new Reading(this, this.#start));
  }

  /** Drops the chunks kept: the current reading is the last, and closes the source when it is closed. */
  release(): void {
    this.#start = undefined;
    this.seen = [];
  }

  get released(): boolean {
    return this.#start === undefined;
  }

  pull(): Promise<IteratorResult<T>> {
    const result = this.source.next();
    return this.released ? result : result.then(this.#keep, this.#fail);
  }

  readonly #keep = (result: IteratorResult<T>): IteratorResult<T> => {
    if (result.done !== true && !this.released) this.seen.push(result.value);
    return result;
  };

  readonly #fail = (error: unknown): never => {
    this.failed = true;
    throw error;
  };
}

class Reading<T> implements AsyncIterableIterator<T> {
  #link: Link<T> | undefined;

  constructor(
    readonly replay: Replay<T>,
    start: Link<T> | undefined,
  ) {
    this.#link = start;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    const link = this.#link;
    if (link === undefined) return Promise.resolve({ done: true, value: undefined });
    // Released and caught up: nothing needs to be kept any more.
    if (this.replay.released && link.result === undefined) return this.replay.source.next();
    link.result ??= this.replay.pull();
    this.#link = link.next ??= {};
    return link.result;
  }

  async return(): Promise<IteratorResult<T>> {
    this.stop();
    if (this.replay.released) await this.replay.source.return?.();
    return { done: true, value: undefined };
  }

  stop(): void {
    this.#link = undefined;
  }
}

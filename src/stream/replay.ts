interface Link<T> {
  result?: Promise<IteratorResult<T>>;
  next?: Link<T>;
}

/**
 * A source that can be read again from its start: what has been read is kept for the next reading, until the source is
 * released to the reading that is under way.
 */
export class Replay<T> implements AsyncIterable<T> {
  /** The chunks read so far, while they are kept. */
  seen: T[] = [];
  /** Whether the source has failed, which no further reading can help. */
  failed = false;
  readonly source: AsyncIterator<T>;
  #start: Link<T> | undefined = {};
  #reading: Reading<T> | undefined;

  constructor(source: AsyncIterable<T>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The source itself, for whoever is to close it. */
  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.source;
  }

  /** A reading from the start; the one before it has come to its end. */
  read(): AsyncIterableIterator<T> {
    this.#reading?.stop();
    return (this.#reading = new Reading(this, this.#start));
  }

  /** Lets go of what was read: the reading under way is the last, and closes the source when it is closed. */
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
    // Released and caught up, there is nothing to keep any more.
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

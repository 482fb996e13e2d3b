import { closeQuietly } from './close.js';
import { isPromiseLike } from './guards.js';
import { pull } from './pull.js';
import { Sum } from './sum.js';

/** The result of {@link fold}: whether the stream was empty, and the sum of its chunks. */
export interface Folded<T> {
  readonly empty: boolean;
  readonly value: T;
}

/** Tells by throwing that the result is no longer wanted. */
export interface Stop {
  throwIfAborted(): void;
}

/**
 * Adds up a stream; where two chunks cannot be added, the addition starts again from the later one. Returns a promise
 * unless all chunks are available synchronously.
 *
 * @param stop - Checked after each chunk; when it throws, the stream is closed.
 */
export function fold<T>(chunks: AsyncIterable<T>, stop?: Stop): Folded<T> | Promise<Folded<T>> {
  const folding = new Folding(chunks[Symbol.asyncIterator](), stop);
  for (;;) {
    const pulled = pull(folding.source);
    if (isPromiseLike(pulled)) return folding.continueAsync(pulled);
    if (pulled.done === true) return folding.folded;
    try {
      folding.add(pulled.value);
    } catch (error) {
      return folding.fail(error);
    }
  }
}

/** The sum of a stream as it grows. */
class Folding<T> {
  readonly #sum = new Sum();
  #empty = true;

  constructor(
    readonly source: AsyncIterator<T>,
    readonly stop: Stop | undefined,
  ) {}

  get folded(): Folded<T> {
    return { empty: this.#empty, value: this.#sum.value as T };
  }

  add(chunk: T): void {
    this.stop?.throwIfAborted();
    this.#empty = false;
    if (!this.#sum.add(chunk)) this.#sum.restart(chunk);
  }

  async continueAsync(pulled: Promise<IteratorResult<T>>): Promise<Folded<T>> {
    let result = await pulled;
    while (result.done !== true) {
      try {
        this.add(result.value);
      } catch (error) {
        return this.fail(error);
      }
      const next = pull(this.source);
      result = isPromiseLike(next) ? await next : next;
    }
    return this.folded;
  }

  /** Closes the stream and throws the error, which a failure to close must not replace. */
  async fail(error: unknown): Promise<never> {
    await closeQuietly([this.source]);
    throw error;
  }
}

/**
 * Adds up a list of chunks as streams are added up: strings and lists are concatenated, numbers summed, objects marked
 * by `addable` merged key by key, and objects with a `concat` method added by it; of chunks that cannot be added, the
 * last is kept. Returns undefined for an empty list.
 *
 * @example
 * ```ts
 * import { addChunks } from 'runwright';
 *
 * addChunks(['Hel', 'lo']); // => 'Hello'
 * ```
 */
export function addChunks<T>(chunks: Iterable<T>): T | undefined {
  const sum = new Sum();
  for (const chunk of chunks) if (!sum.add(chunk)) sum.restart(chunk);
  return sum.value as T | undefined;
}

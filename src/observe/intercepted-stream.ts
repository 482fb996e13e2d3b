import { AsyncLocalStorage } from 'node:async_hooks';
import { AbortError } from '../errors/run-errors.js';
import { Aggregate } from './aggregate.js';

type Within = <T>(pull: () => T) => T;
type Result = IteratorResult<unknown, undefined>;

const DONE: Result = Object.freeze({ done: true, value: undefined });

/**
 * A stream with an `intercept` around it, which knows nothing of streams.
 *
 * The first pull calls `intercept`. When that calls `next`, the stream is opened, and from then on pulled within the
 * asynchronous context of that call; `next` gives a promise of the sum of the chunks. If `intercept` returns without
 * having called `next`, what it returns is the only chunk.
 */
export class InterceptedStream implements AsyncIterableIterator<unknown> {
  readonly #intercept: (next: () => Promise<unknown>) => unknown;
  readonly #open: () => AsyncIterable<unknown>;
  readonly #sum = new Aggregate();
  #chunks: AsyncIterator<unknown> | undefined;
  #within: Within = (pull) => pull();
  #settle: { resolve(sum: unknown): void; reject(error: unknown): void } | undefined;
  #answer: Promise<unknown> | undefined;
  #begun: Promise<void> | undefined;
  #given = 0;
  #ended = false;

  constructor(intercept: (next: () => Promise<unknown>) => unknown, open: () => AsyncIterable<unknown>) {
    this.#intercept = intercept;
    this.#open = open;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Result> {
    if (this.#ended) return DONE;
    await (this.#begun ??= this.#begin());
    const chunks = this.#chunks;
    if (chunks === undefined) return this.#give(await this.#answer);
    let result: IteratorResult<unknown>;
    try {
      result = await this.#within(() => chunks.next());
    } catch (error) {
      return await this.#recover(error);
    }
    if (result.done !== true) {
      this.#given += 1;
      this.#sum.add(result.value);
      return result;
    }
    this.#ended = true;
    this.#settle?.resolve(this.#sum.value);
    await this.#answer;
    return DONE;
  }

  async return(): Promise<Result> {
    if (this.#ended) return DONE;
    this.#ended = true;
    const chunks = this.#chunks;
    if (chunks === undefined) return DONE;
    try {
      await this.#within(() => chunks.return?.());
    } catch (error) {
      this.#settle?.reject(error);
      await Promise.allSettled([this.#answer]);
      throw error;
    }
    this.#settle?.resolve(this.#sum.value);
    await this.#answer;
    return DONE;
  }

  /** Calls the interceptor, and waits until it has called `next` or returned without. */
  #begin(): Promise<void> {
    return new Promise((resolve) => {
      const next = (): Promise<unknown> => {
        const sum = this.#openChunks(resolve);
        // An interceptor need not look at the promise.
        sum.catch(() => undefined);
        return sum;
      };
      this.#answer = (async () => this.#intercept(next))();
      this.#answer.then(
        () => resolve(),
        () => resolve(),
      );
    });
  }

  /** Opens the stream for the interceptor; a failure to open it rejects, as on `invoke`. */
  #openChunks(onOpened: () => void): Promise<unknown> {
    try {
      // Nobody would read what is opened now, nor close it.
      if (this.#ended && this.#chunks === undefined) throw new AbortError('its stream has ended');
      const within: Within = AsyncLocalStorage.snapshot();
      this.#chunks = this.#open()[Symbol.asyncIterator]();
      this.#within = within;
      onOpened();
      return new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The only chunk, from an interceptor that has not called `next`. */
  #give(answer: unknown): Result {
    // The reader may have left meanwhile, or have got it with another pull.
    if (this.#ended) return DONE;
    this.#ended = true;
    return { done: false, value: answer };
  }

  /** Lets the interceptor handle the failure; what it returns is the only chunk, unless there have been others. */
  async #recover(error: unknown): Promise<Result> {
    this.#ended = true;
    this.#settle?.reject(error);
    const answer = await this.#answer;
    if (this.#given > 0) throw error;
    return { done: false, value: answer };
  }
}

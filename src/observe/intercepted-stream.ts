import { AsyncLocalStorage } from 'node:async_hooks';
import { Aggregate } from './aggregate.js';

type Within = <T>(pull: () => T) => T;
type Result = IteratorResult<unknown, undefined>;

const DONE: Result = Object.freeze({ done: true, value: undefined });

/**
 * A stream around which an `intercept` was put that knows nothing of streams.
 *
 * It is called with the first pull. When it calls `next`, the chunks are opened and from then on pulled within the
 * asynchronous context of that call; its promise is that of their sum. When it answers without, that is the only chunk.
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
    if (chunks?.return !== undefined) await this.#within(() => chunks.return?.());
    this.#settle?.resolve(this.#sum.value);
    if (this.#settle !== undefined) await this.#answer;
    return DONE;
  }

  /** Calls the interceptor, and waits until it has called `next` or given its answer. */
  #begin(): Promise<void> {
    return new Promise((resolve) => {
      const next = (): Promise<unknown> => {
        this.#within = AsyncLocalStorage.snapshot();
        this.#chunks = this.#open()[Symbol.asyncIterator]();
        resolve();
        const sum = new Promise((fulfil, reject) => (this.#settle = { resolve: fulfil, reject }));
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

  /** The one chunk of an interceptor that answered by itself. */
  #give(answer: unknown): Result {
    this.#ended = true;
    return { done: false, value: answer };
  }

  /** Lets the interceptor see the failure; what it answers instead is a chunk, if none has gone out before. */
  async #recover(error: unknown): Promise<Result> {
    this.#ended = true;
    this.#settle?.reject(error);
    const answer = await this.#answer;
    if (this.#given > 0) throw error;
    return { done: false, value: answer };
  }
}

import { settleWithinTurn } from '../stream/turn.js';
import type { Context } from './context.js';
import { closeScopes } from './in-scope.js';
import type { Scope } from './scope.js';

/**
 * A stream of a part of a run with a scope of its own, opened by the first pull: aborted with the scope, whatever its
 * author does, and closing it at the end.
 */
export class ScopedStream<T> implements AsyncIterableIterator<T> {
  #iterator: AsyncIterator<T> | undefined;
  #inner: Context | undefined;
  #unlisten: (() => void) | undefined;
  #ended = false;

  /**
   * @param derive - Makes the context of the part of the context around it.
   * @param open - Opens the stream in the context of the part.
   */
  constructor(
    readonly outer: Context,
    readonly derive: (outer: Context) => Context,
    readonly open: (inner: Context) => AsyncIterable<T>,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    try {
      const result = (this.#iterator ??= this.#start()).next();
      return (this.#scope?.outlasting(result) ?? result).then(this.#onResult, this.#onError);
    } catch (error) {
      return this.#onError(error);
    }
  }

  async return(): Promise<IteratorResult<T>> {
    if (!this.#ended) {
      this.#end();
      await this.#iterator?.return?.();
    }
    return { done: true, value: undefined };
  }

  /** The scope of the part, if it has one of its own. */
  get #scope(): Scope | undefined {
    const scope = this.#inner?.scope;
    return scope === this.outer.scope ? undefined : scope;
  }

  #start(): AsyncIterator<T> {
    this.#inner = this.derive(this.outer);
    // One listener for the whole stream, rather than one for each chunk.
    this.#unlisten = this.#scope?.onAbort(() => undefined);
    return this.open(this.#inner)[Symbol.asyncIterator]();
  }

  readonly #onResult = (result: IteratorResult<T>): IteratorResult<T> => {
    if (result.done === true) this.#end();
    return result;
  };

  readonly #onError = async (error: unknown): Promise<never> => {
    if (!this.#ended) {
      this.#scope?.abort(error);
      this.#end();
      // What failed has closed itself; what was aborted is still open, and perhaps too busy to be waited for.
      const closing = this.#iterator?.return?.();
      if (closing !== undefined) await settleWithinTurn([closing]);
    }
    throw error;
  };

  #end(): void {
    this.#ended = true;
    this.#unlisten?.();
    if (this.#scope !== undefined) closeScopes(this.#scope, this.outer.scope);
  }
}

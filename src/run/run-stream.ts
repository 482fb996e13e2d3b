import type { Node } from '../plan/node.js';
import type { RunnableStream } from '../plan/runnable.js';
import { settleWithinTurn } from '../stream/turn.js';
import type { Context } from './context.js';
import { enterStream, leavingCall } from './enter.js';

type Result<O> = IteratorResult<O, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/** The stream of a run as its caller holds it: starts the run with the first pull, and closes what the run opened. */
export class RunStream<I, O> implements RunnableStream<O> {
  #iterator: AsyncIterator<O> | undefined;
  #ended = false;
  #unlisten: (() => void) | undefined;

  constructor(
    readonly node: Node<I, O>,
    readonly chunks: AsyncIterable<I>,
    readonly ctx: Context,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result<O>> {
    if (this.#ended) return Promise.resolve(DONE);
    const { scope } = this.ctx;
    try {
      scope.throwIfAborted();
      const result = (this.#iterator ??= this.#open()).next();
      return (scope.abortable ? scope.outlasting(result) : result).then(this.#onResult, this.#onError);
    } catch (error) {
      return this.#onError(error);
    }
  }

  async return(): Promise<Result<O>> {
    if (this.#ended) return DONE;
    this.#end();
    try {
      await (this.#iterator ?? this.chunks[Symbol.asyncIterator]()).return?.();
    } catch (error) {
      leavingCall(this.node, error, this.ctx.scope);
      throw error;
    }
    return DONE;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #open(): AsyncIterator<O> {
    const { scope } = this.ctx;
    // One listener for the whole stream, rather than one for each chunk.
    if (scope.abortable) this.#unlisten = scope.onAbort(() => undefined);
    return enterStream(this.node, this.chunks, this.ctx)[Symbol.asyncIterator]();
  }

  readonly #onResult = (result: IteratorResult<O>): Result<O> => {
    if (result.done !== true) return result;
    this.#end();
    return DONE;
  };

  readonly #onError = async (error: unknown): Promise<never> => {
    if (!this.#ended) {
      leavingCall(this.node, error, this.ctx.scope);
      this.ctx.scope.abort(error);
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
    this.ctx.scope.close();
  }
}

import type { Node } from '../plan/node.js';
import type { RunnableStream } from '../plan/runnable.js';
import { settleWithinTurn } from '../stream/turn.js';
import type { Context } from './context.js';
import { enterStream, leavingCall } from './enter.js';

type Result<O> = IteratorResult<O, undefined>;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/** The stream that the caller gets: it starts the run with the first pull, and closes what the run opened. */
export class RunStream<I, O> implements RunnableStream<O> {
  #iterator: AsyncIterator<O> | undefined;
  /** The number of pending pulls. */
  #owed = 0;
  #ended = false;
  #unlisten: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  /** @param source - The chunks again, if they come from the caller and are to be closed with the run. */
  constructor(
    readonly node: Node<I, O>,
    readonly chunks: AsyncIterable<I>,
    readonly ctx: Context,
    readonly source?: AsyncIterator<I>,
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
      this.#owed += 1;
      return (scope.abortable ? scope.outlasting(result) : result).then(this.#onResult, this.#onError);
    } catch (error) {
      return this.#fail(error);
    }
  }

  async return(): Promise<Result<O>> {
    if (!this.#ended) {
      const { scope } = this.ctx;
      this.#ended = true;
      scope.leave();
      this.#closing = this.#close(false);
      // Closing a stream while a pull is pending means that the chunk is not awaited, so the run must not wait for it.
      if (this.#owed > 0) scope.abandon();
    }
    try {
      await this.#closing;
    } catch (error) {
      leavingCall(this.node, error, this.ctx.scope);
      return await this.ctx.scope.endedBy(error);
    } finally {
      this.#letGo();
    }
    return this.ctx.scope.ended(DONE);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #open(): AsyncIterator<O> {
    const { scope } = this.ctx;
    scope.start();
    // One listener for the whole stream, rather than one for each chunk. A reader that has stopped reading gets the
    // reason with its next pull, but what the run holds open is closed at once.
    if (scope.abortable) {
      this.#unlisten = scope.onAbort(() => {
        if (this.#owed === 0) this.#closing ??= this.#close(true).catch(() => undefined);
      });
    }
    return enterStream(this.node, this.chunks, this.ctx)[Symbol.asyncIterator]();
  }

  readonly #onResult = (result: IteratorResult<O>): Result<O> | Promise<Result<O>> => {
    this.#owed -= 1;
    if (this.#ended) return DONE;
    if (result.done !== true) return result;
    this.#ended = true;
    this.#letGo();
    const { scope } = this.ctx;
    return this.source === undefined ? scope.ended(DONE) : this.#close(false).then(() => scope.ended(DONE));
  };

  readonly #onError = (error: unknown): Result<O> | Promise<Result<O>> => {
    this.#owed -= 1;
    return this.#ended ? DONE : this.#fail(error);
  };

  async #fail(error: unknown): Promise<never> {
    this.#ended = true;
    leavingCall(this.node, error, this.ctx.scope);
    this.ctx.scope.abort(error);
    this.#letGo();
    await (this.#closing ??= this.#close(true).catch(() => undefined));
    return this.ctx.scope.endedBy(error);
  }

  /**
   * Closes the run, and then the chunks that came from outside.
   *
   * @param withinTurn - Whether to wait at most one turn of the event loop for each: a run that has failed has closed
   * itself, but one that was aborted is still open, and possibly too busy to be waited for.
   */
  async #close(withinTurn: boolean): Promise<void> {
    const close = async (iterator: AsyncIterator<unknown> | undefined): Promise<void> => {
      const closing = iterator?.return?.();
      await (withinTurn && closing !== undefined ? settleWithinTurn([closing]) : closing);
    };
    try {
      await close(this.#iterator);
    } finally {
      await close(this.source);
    }
  }

  #letGo(): void {
    this.#unlisten?.();
    this.ctx.scope.close();
  }
}

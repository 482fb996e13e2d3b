import { isPromiseLike } from '../stream/guards.js';
import { chunksOf, outputOf } from './call.js';
import type { Context } from './context.js';
import { RunnableBase } from './runnable.js';
import { synchronously } from './synchronous.js';
import { fromWholeInput } from './whole-input.js';

/** Base of the nodes that call user code, whose result is turned into the output by {@link outputOf}. */
export abstract class CallingBase<I, O> extends RunnableBase<I, O> {
  abstract override begin(input: I, ctx: Context): unknown;

  override complete(answer: unknown, input: I, ctx: Context): O | PromiseLike<O> {
    return outputOf(answer, this, input, ctx) as O | PromiseLike<O>;
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const answer = this.begin(input, ctx);
    if (!isPromiseLike(answer)) return this.complete(answer, input, ctx);
    if (ctx.scope.synchronous) return synchronously(this, answer) as O;
    return answer.then((value) => this.complete(value, input, ctx));
  }

  /** Waits for the whole input, calls the user code once, and streams its result. */
  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    return fromWholeInput(chunks, ctx, (input) => {
      const answer = this.begin(input, ctx);
      if (!isPromiseLike(answer)) return this.#chunksOf(answer, input, ctx);
      return answer.then((settled) => {
        ctx.scope.throwIfAborted();
        return this.#chunksOf(settled, input, ctx);
      });
    });
  }

  #chunksOf(answer: unknown, input: I, ctx: Context): AsyncIterable<O> {
    return chunksOf(answer, this, input, ctx) as AsyncIterable<O>;
  }
}

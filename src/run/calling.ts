import { deferred, EMPTY } from '../stream/deferred.js';
import { fold } from '../stream/fold.js';
import { isPromiseLike } from '../stream/guards.js';
import { chunksOf, outputOf } from './call.js';
import type { Context } from './context.js';
import { RunnableBase } from './runnable.js';
import { synchronously } from './synchronous.js';

/** Base of the nodes that call user code, whose answer stands for the output: see {@link outputOf}. */
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

  /** Waits for the whole input, calls once, and streams what the answer stands for. */
  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    return deferred(async () => {
      const { empty, value } = await fold(chunks, ctx.scope);
      if (empty) return EMPTY;
      ctx.scope.throwIfAborted();
      const answer = await this.begin(value, ctx);
      ctx.scope.throwIfAborted();
      return chunksOf(answer, this, value, ctx) as AsyncIterable<O>;
    });
  }
}

import type { ForeignRunnable } from '../plan/step-types.js';
import { deferred, EMPTY } from '../stream/deferred.js';
import { fold } from '../stream/fold.js';
import { isPromiseLike } from '../stream/guards.js';
import { call, chunksOf } from './call.js';
import { configOf } from './config-of.js';
import type { Context } from './context.js';
import { RunnableBase } from './runnable.js';
import { synchronously } from './synchronous.js';

interface Streaming {
  stream(input: unknown, config?: object): unknown;
}

/** Tells whether a value is a runnable of another library. */
export function isForeign(value: object): value is ForeignRunnable<never, unknown> {
  return typeof (value as Partial<ForeignRunnable<never, unknown>>).invoke === 'function';
}

/** Runs a runnable of another library as a step: anything with an `invoke`, streamed where it has a `stream`. */
export class ForeignNode<I, O> extends RunnableBase<I, O> {
  readonly kind = 'foreign';
  readonly runnable: ForeignRunnable<I, O>;

  constructor(runnable: ForeignRunnable<I, O>) {
    super(nameOf(runnable));
    this.runnable = runnable;
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const answer = call((value: I) => this.runnable.invoke(value, foreignConfig(ctx)), input, ctx) as
      O | PromiseLike<O>;
    return ctx.scope.synchronous && isPromiseLike(answer) ? synchronously(this, answer) : answer;
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const { runnable } = this;
    if (!isStreaming(runnable)) return super.executeStream(chunks, ctx);
    return deferred(async () => {
      const { empty, value } = await fold(chunks, ctx.scope);
      if (empty) return EMPTY;
      ctx.scope.throwIfAborted();
      const answer = await call((input: I) => runnable.stream(input, foreignConfig(ctx)), value, ctx);
      ctx.scope.throwIfAborted();
      return chunksOf(answer, this, value, ctx) as AsyncIterable<O>;
    });
  }

  protected override defaultName(): string {
    const { constructor } = this.runnable as { constructor?: { name?: unknown } };
    const name = constructor === Object ? undefined : constructor?.name;
    return typeof name === 'string' && name !== '' ? name : 'ForeignRunnable';
  }
}

function isStreaming(runnable: object): runnable is Streaming {
  return typeof (runnable as Partial<Streaming>).stream === 'function';
}

function nameOf(runnable: object): string | undefined {
  const { name } = runnable as { name?: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The context as the plain config that other libraries take. */
function foreignConfig(ctx: Context): object {
  return { ...configOf(ctx), signal: ctx.signal };
}

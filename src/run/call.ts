import { RecursionLimitError } from '../errors/run-errors.js';
import type { Node } from '../plan/node.js';
import { fromIterable } from '../stream/from-iterable.js';
import { addChunks, fold } from '../stream/fold.js';
import { isAsyncIterable, isGenerator, isPromiseLike } from '../stream/guards.js';
import { normalize } from '../stream/normalize.js';
import { once } from '../stream/once.js';
import { proceed } from '../stream/pull.js';
import { ambientContext, callWithin, pullWithin } from './ambient.js';
import { runnableBrand } from '../plan/brand.js';
import type { Context } from './context.js';
import { enter, enterStream, leaving } from './enter.js';
import { Stage, Stages } from './stages.js';
import { refuseAsynchronous } from './synchronous.js';

/** User code of a step: returns a value, chunks, a runnable to run instead, or a promise of one of these. */
export type UserFunction<I = never> = (input: I, ctx: Context) => unknown;

/** Calls user code with its context as the ambient one. */
export function call<I>(fn: UserFunction<I>, input: I, ctx: Context): unknown {
  return ctx.ambient && ambientContext() !== ctx ? callWithin(ctx, fn, input, ctx) : fn(input, ctx);
}

/**
 * Turns the result of user code into the output: chunks are added up, a runnable is run on the same input.
 *
 * @param answer - The awaited result.
 */
export function outputOf(answer: unknown, node: Node, input: unknown, ctx: Context): unknown {
  if (typeof answer !== 'object' || answer === null) return answer;
  if (isRunnable(answer))
    return executeReturned(answer[runnableBrand], input, contextForReturned(node, input, ctx));
  if (isAsyncIterable(answer)) {
    if (ctx.scope.synchronous) refuseAsynchronous(node, 'gives its chunks asynchronously');
    ctx.scope.throwIfAborted();
    return proceed(fold(within(ctx, answer), ctx.scope), ({ value }) => value);
  }
  if (!isGenerator(answer)) return answer;
  ctx.scope.throwIfAborted();
  return call(addChunks, answer, ctx);
}

/** Turns the awaited result of user code into a stream; see {@link outputOf}. */
export function chunksOf(answer: unknown, node: Node, input: unknown, ctx: Context): AsyncIterable<unknown> {
  if (typeof answer !== 'object' || answer === null) return once(answer);
  if (isRunnable(answer))
    return streamReturned(answer[runnableBrand], input, contextForReturned(node, input, ctx));
  if (isAsyncIterable(answer)) return Stage.of(within(ctx, answer), ctx.scope);
  return isGenerator(answer) ? Stage.of(within(ctx, fromIterable(answer)), ctx.scope) : once(answer);
}

/** Streams the chunks of user code, with every pull made within the context. */
export function within<T>(ctx: Context, chunks: AsyncIterable<T>): AsyncIterable<T> {
  return ctx.ambient ? pullWithin(ctx, normalize(chunks)) : normalize(chunks);
}

function isRunnable(value: object): value is { readonly [runnableBrand]: Node } {
  return runnableBrand in value;
}

/** The context of a runnable that a function returned, one level deeper than the function. */
function contextForReturned(node: Node, input: unknown, ctx: Context): Context {
  if (ctx.recursionLimit <= 0) throw new RecursionLimitError(node.getName(), input);
  return ctx.withoutKwargs().inheriting({ ...ctx.inherited, recursionLimit: ctx.recursionLimit - 1 });
}

function executeReturned(inner: Node, input: unknown, ctx: Context): unknown {
  const fail = (error: unknown): never => {
    throw leaving(inner, error, ctx);
  };
  try {
    const output = enter(inner, input, ctx);
    return isPromiseLike(output) ? output.then(undefined, fail) : output;
  } catch (error) {
    return fail(error);
  }
}

function streamReturned(inner: Node, input: unknown, ctx: Context): AsyncIterable<unknown> {
  return new Stages([enterStream(inner, once(input), ctx)], (_stage, error) => {
    leaving(inner, error, ctx);
  });
}

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from './context.js';

const storage = new AsyncLocalStorage<Context>();
let inUse = false;

/** The context of the step that is running, if it has anything to hand on to runnables called without a config. */
export function ambientContext(): Context | undefined {
  return inUse ? storage.getStore() : undefined;
}

/** Calls user code so that runnables it calls without a config become part of the run. */
export function callWithin<A extends unknown[], R>(ctx: Context, fn: (...args: A) => R, ...args: A): R {
  inUse = true;
  return storage.run(ctx, fn, ...args);
}

/**
 * Hands out the chunks of user code with every pull made within the context: an asynchronous generator runs in the
 * context of whoever pulls it, which between two chunks may be anybody.
 */
export function pullWithin<T>(ctx: Context, chunks: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = callWithin(ctx, () => chunks[Symbol.asyncIterator]());
  return new PulledWithin(ctx, iterator);
}

class PulledWithin<T> implements AsyncIterableIterator<T> {
  constructor(
    readonly ctx: Context,
    readonly iterator: AsyncIterator<T>,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    return callWithin(this.ctx, () => this.iterator.next());
  }

  return(value?: unknown): Promise<IteratorResult<T>> {
    const { iterator } = this;
    if (iterator.return === undefined) return Promise.resolve({ done: true, value: undefined });
    return callWithin(this.ctx, () => (iterator.return as NonNullable<typeof iterator.return>)(value));
  }
}

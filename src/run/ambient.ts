import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from './context.js';

const storage = new AsyncLocalStorage<Context>();
let inUse = false;

/** The context of the running step, if it has anything that runnables called without a config should inherit. */
export function ambientContext(): Context | undefined {
  return inUse ? storage.getStore() : undefined;
}

/** Calls user code so that the runnables it calls without a config become part of the run. */
export function callWithin<A extends unknown[], R>(ctx: Context, fn: (...args: A) => R, ...args: A): R {
  inUse = true;
  return storage.run(ctx, fn, ...args);
}

/**
 * Streams the chunks of user code with every pull made within the context: an asynchronous generator runs in the
 * context of the code that pulls it, which may differ from one chunk to the next.
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

import { deferred, EMPTY } from '../stream/deferred.js';
import { fold } from '../stream/fold.js';
import type { Context } from './context.js';

/**
 * A stream that needs its whole input: opened with what the chunks add up to, and empty where there are none.
 *
 * Steps and functions, of which a stream has many, do the same by hand: it saves each of them two promises.
 */
export function fromWholeInput<I, O>(
  chunks: AsyncIterable<I>,
  ctx: Context,
  open: (input: I) => AsyncIterable<O> | Promise<AsyncIterable<O>>,
): AsyncIterableIterator<O> {
  return deferred<O>(async () => {
    const { empty, value } = await fold(chunks, ctx.scope);
    if (empty) return EMPTY;
    ctx.scope.throwIfAborted();
    return open(value);
  });
}

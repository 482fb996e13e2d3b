import { deferred, EMPTY } from '../stream/deferred.js';
import { fold, type Folded } from '../stream/fold.js';
import { isPromiseLike } from '../stream/guards.js';
import type { Context } from './context.js';

/**
 * Makes a stream that needs its whole input: opened with what the chunks add up to, and empty where there are none.
 *
 * @param onLeave - Called when the stream is closed while it is being opened.
 */
export function fromWholeInput<I, O>(
  chunks: AsyncIterable<I>,
  ctx: Context,
  open: (input: I) => AsyncIterable<O> | PromiseLike<AsyncIterable<O>>,
  onLeave?: () => void,
): AsyncIterableIterator<O> {
  const opened = ({ empty, value }: Folded<I>): AsyncIterable<O> | PromiseLike<AsyncIterable<O>> => {
    if (empty) return EMPTY;
    ctx.scope.throwIfAborted();
    return open(value);
  };
  return deferred(() => {
    const folded = fold(chunks, ctx.scope);
    return isPromiseLike(folded) ? folded.then(opened) : opened(folded);
  }, onLeave);
}

import { closeAll, closeQuietly } from './close.js';
import { Queue } from './queue.js';
import { settleWithinTurn } from './turn.js';

type Arrival<T> =
  | { readonly from: number; readonly result: IteratorResult<T> }
  | { readonly from: number; readonly error: unknown };

/** What a merge tells whoever began it. */
export interface MergeOptions {
  /** How many streams are read at once; a further one is begun when one has ended. */
  readonly limit?: number | undefined;
  /** A stream has failed: the others are closed next. */
  readonly onError?: (from: number, error: unknown) => void;
  /** A stream has ended. */
  readonly onEnd?: (from: number) => void;
  /** The reader has left while some streams still owe a chunk, which are waited for. */
  readonly onLeave?: () => void;
}

/**
 * Merges streams as they produce, each chunk with the number of its stream.
 *
 * Each stream is one chunk ahead of the consumer at most. One waiter serves all streams, so that a slow one piles up
 * nothing, as a race over pending promises would.
 *
 * @throws the first error in time, after the other streams have been closed; one that still owes a chunk then has one
 * turn of the event loop to give it.
 */
export async function* merge<T>(
  sources: readonly AsyncIterable<T>[],
  { limit = Infinity, onError, onEnd, onLeave }: MergeOptions = {},
): AsyncGenerator<readonly [number, T], void> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const arrivals = new Queue<Arrival<T>>();
  const busy = new Set<number>();
  let wake: (() => void) | undefined;
  const arrive = (arrival: Arrival<T>): void => {
    busy.delete(arrival.from);
    arrivals.push(arrival);
    wake?.();
  };
  const pull = (from: number): void => {
    const iterator = iterators[from] as AsyncIterator<T>;
    busy.add(from);
    iterator.next().then(
      (result) => {
        arrive({ from, result });
      },
      (error: unknown) => {
        arrive({ from, error });
      },
    );
  };

  let begun = Math.min(limit, iterators.length);
  let open = iterators.length;
  let failure: { readonly error: unknown } | undefined;
  try {
    for (let from = 0; from < begun; from += 1) pull(from);
    while (open > 0) {
      const arrival = arrivals.shift();
      if (arrival === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
      } else if ('error' in arrival) {
        failure = arrival;
        onError?.(arrival.from, arrival.error);
        throw arrival.error;
      } else if (arrival.result.done === true) {
        open -= 1;
        onEnd?.(arrival.from);
        if (begun < iterators.length) pull(begun++);
      } else {
        yield [arrival.from, arrival.result.value];
        pull(arrival.from);
      }
    }
  } finally {
    if (failure === undefined) {
      if (busy.size > 0) onLeave?.();
      await closeAll(iterators);
    } else {
      await Promise.all([
        closeQuietly(iterators.filter((_, from) => !busy.has(from))),
        settleWithinTurn([closeQuietly(iterators.filter((_, from) => busy.has(from)))]),
      ]);
    }
  }
}

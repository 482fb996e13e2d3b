import { closeAll, closeQuietly } from './close.js';
import { Queue } from './queue.js';
import { settleWithinTurn } from './turn.js';

type Arrival<T> =
  | { readonly from: number; readonly result: IteratorResult<T> }
  | { readonly from: number; readonly error: unknown };

/** Options of {@link merge}. */
export interface MergeOptions {
  /** How many streams are read at once; the next one is started when one has ended. */
  readonly limit?: number | undefined;
  /** Called when a stream has failed, before the others are closed. */
  readonly onError?: (from: number, error: unknown) => void;
  /** Called when a stream has ended. */
  readonly onEnd?: (from: number) => void;
  /** Called when the reader leaves while chunks are pending, which are then waited for. */
  readonly onLeave?: () => void;
}

/**
 * Merges streams in the order in which chunks arrive, each chunk with the index of its stream.
 *
 * Each stream is at most one chunk ahead of the reader. A single waiter serves all streams: a race would add a callback
 * to the pending promise of a slow stream for every chunk of the others.
 *
 * @throws the first error in time, after the other streams have been closed; for those with a pending chunk, closing is
 * awaited for at most one turn of the event loop.
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

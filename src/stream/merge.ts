import { closeAll, closeQuietly } from './close.js';
import { Queue } from './queue.js';

type Arrival<T> =
  | { readonly from: number; readonly result: IteratorResult<T> }
  | { readonly from: number; readonly error: unknown };

/**
 * Merges streams as they produce, each chunk with the number of its stream.
 *
 * Each stream is one chunk ahead of the consumer at most. One waiter serves all streams, so that a slow one piles up
 * nothing, as a race over pending promises would.
 *
 * @param onError - Told which stream failed, and gives the error to throw.
 * @throws the first error in time, after the other streams have been closed.
 */
export async function* merge<T>(
  sources: readonly AsyncIterable<T>[],
  onError: (from: number, error: unknown) => unknown = (_from, error) => error,
): AsyncGenerator<readonly [number, T], void> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const arrivals = new Queue<Arrival<T>>();
  let wake: (() => void) | undefined;
  const arrive = (arrival: Arrival<T>): void => {
    arrivals.push(arrival);
    wake?.();
  };
  const pull = (from: number): void => {
    const iterator = iterators[from] as AsyncIterator<T>;
    iterator.next().then(
      (result) => {
        arrive({ from, result });
      },
      (error: unknown) => {
        arrive({ from, error });
      },
    );
  };

  let open = iterators.length;
  let failed = false;
  try {
    for (let from = 0; from < iterators.length; from += 1) pull(from);
    while (open > 0) {
      const arrival = arrivals.shift();
      if (arrival === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
      } else if ('error' in arrival) {
        throw onError(arrival.from, arrival.error);
      } else if (arrival.result.done === true) {
        open -= 1;
      } else {
        yield [arrival.from, arrival.result.value];
        pull(arrival.from);
      }
    }
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    await (failed ? closeQuietly(iterators) : closeAll(iterators));
  }
}

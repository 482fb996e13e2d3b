import { Sum } from './sum.js';

/** What came out of {@link fold}: whether there was a chunk at all, and the sum. */
export interface Folded<T> {
  readonly empty: boolean;
  readonly value: T;
}

/** Says by throwing that nobody waits any longer. */
export interface Stop {
  throwIfAborted(): void;
}

/**
 * Adds up a stream; where two chunks cannot be added, the later one stays and the addition begins anew from it.
 *
 * @param stop - Asked behind each chunk; when it throws, the stream is closed.
 */
export async function fold<T>(chunks: AsyncIterable<T>, stop?: Stop): Promise<Folded<T>> {
  const sum = new Sum();
  let empty = true;
  for await (const chunk of chunks) {
    stop?.throwIfAborted();
    empty = false;
    if (!sum.add(chunk)) sum.restart(chunk);
  }
  return { empty, value: sum.value as T };
}

/**
 * Adds up a list of chunks as streams are added up: texts are joined, numbers summed, lists joined, what `addable` marks is
 * merged key by key, and what has a `concat` of its own is asked; of what cannot be added, the last counts. Undefined for
 * an empty list.
 *
 * @example
 * ```ts
 * import { addChunks } from 'runwright';
 *
 * addChunks(['Hel', 'lo']); // => 'Hello'
 * ```
 */
export function addChunks<T>(chunks: Iterable<T>): T | undefined {
  const sum = new Sum();
  for (const chunk of chunks) if (!sum.add(chunk)) sum.restart(chunk);
  return sum.value as T | undefined;
}

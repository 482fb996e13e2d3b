interface Place {
  readonly segment: string;
  readonly below: Place | undefined;
  /** The root of the run was reached: the error, thrown once more, starts a path anew. */
  ended: boolean;
}

// A WeakMap leaves the user's error untouched: its class, message and own properties stay as they were thrown.
const places = new WeakMap<object, Place>();

/**
 * Notes that an error passed through a part of a run, from the inside out.
 *
 * @internal
 */
export function passThrough(error: unknown, segment: string | undefined): void {
  if (typeof error !== 'object' || error === null || segment === undefined) return;
  const known = places.get(error);
  const below = known?.ended === false ? known : undefined;
  places.set(error, { segment, below, ended: false });
}

/**
 * Notes that an error left the root of a run.
 *
 * @internal
 */
export function passOut(error: unknown, segment: string | undefined): void {
  passThrough(error, segment);
  const place = typeof error === 'object' && error !== null ? places.get(error) : undefined;
  if (place !== undefined) place.ended = true;
}

/**
 * Gives the path of the run in which an error was thrown, such as `Answer > retry#2 > Model`; undefined for an error
 * that no run has thrown.
 *
 * @param error - What `invoke`, `batch` or a stream threw. It is the user's own object, untouched.
 * @example
 * ```ts
 * import { RunnableLambda, runPathOf } from 'runwright';
 *
 * const fail = RunnableLambda.from(function fetchPage(): string { throw new Error('offline'); });
 * try {
 *   await fail.pipe((page) => page.length).invoke('');
 * } catch (error) {
 *   console.log(runPathOf(error)); // => RunnableSequence > fetchPage
 * }
 * ```
 */
export function runPathOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const segments: string[] = [];
  for (let place = places.get(error); place !== undefined; place = place.below) segments.push(place.segment);
  return segments.length === 0 ? undefined : segments.join(' > ');
}

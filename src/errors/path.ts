/** A scope of cancellation, as far as paths need it. */
interface Level {
  readonly parent?: Level | undefined;
}

interface Place {
  readonly segment: string;
  readonly below: Place | undefined;
  /** The level that the error has reached; undefined once it has left its run, so that it starts a new path if thrown again. */
  level: Level | undefined;
}

// A WeakMap leaves the user's error untouched: its class, message and own properties stay as they were thrown.
const places = new WeakMap<object, Place>();

/**
 * Notes that an error has passed through a part of a run, from the inside out.
 *
 * @param level - The part of the run that the error passed into.
 * @internal
 */
export function passThrough(error: unknown, segment: string | undefined, level: Level): void {
  if (typeof error !== 'object' || error === null || segment === undefined) return;
  const known = places.get(error);
  const below = known !== undefined && isWithin(known.level, level) ? known : undefined;
  places.set(error, { segment, below, level });
}

/**
 * Notes that an error has left a call: of a root, or an inner one, whose caller may catch the error or pass it on.
 *
 * @param level - The part of the run that made the call; undefined for a root.
 * @internal
 */
export function passOut(error: unknown, level: Level | undefined): void {
  const place = typeof error === 'object' && error !== null ? places.get(error) : undefined;
  if (place !== undefined) place.level = level;
}

/**
 * Takes an error out of the run because it has been handled.
 *
 * @returns a function that restores its path, for when it is thrown after all.
 * @internal
 */
export function setAside(error: unknown): () => void {
  const place = typeof error === 'object' && error !== null ? places.get(error) : undefined;
  if (place === undefined) return () => undefined;
  const { level } = place;
  place.level = undefined;
  return () => {
    place.level = level;
    places.set(error as object, place);
  };
}

/** Whether a level is the same as another or inside it; otherwise the error was thrown anew, and its old path is void. */
function isWithin(inner: Level | undefined, outer: Level): boolean {
  for (let level = inner; level !== undefined; level = level.parent) if (level === outer) return true;
  return false;
}

/**
 * Gives the path of the run in which an error was thrown, such as `Answer > retry#2 > Model`; undefined for an error that
 * was not thrown in a run, and for a thrown value that is not an object.
 *
 * @param error - What `invoke`, `batch` or a stream has thrown.
 * @example
 * ```ts
 * import { RunnableLambda, runPathOf } from 'runwright';
 *
 * const fail = RunnableLambda.from(function fetchPage(): string { throw new Error('offline'); });
 * try {
 *   await fail.pipe((page) => page.length).invoke('');
 * } catch (error) {
 *   console.log(runPathOf(error)); // prints 'RunnableSequence > fetchPage'
 * }
 * ```
 */
export function runPathOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const segments: string[] = [];
  for (let place = places.get(error); place !== undefined; place = place.below) segments.push(place.segment);
  return segments.length === 0 ? undefined : segments.join(' > ');
}

/** A class of errors; matches its instances and those of its subclasses. */
export type ErrorClass = abstract new (...args: never) => unknown;

/**
 * Which errors are meant: those of a class, those of any of several classes, or those that a predicate answers `true`
 * for.
 *
 * A predicate answers at once; it cannot be asynchronous.
 */
export type ErrorFilter<A extends unknown[] = []> =
  ErrorClass | readonly ErrorClass[] | ((error: unknown, ...rest: A) => boolean);

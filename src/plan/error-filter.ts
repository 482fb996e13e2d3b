/** A class of errors; matches its instances and those of its subclasses. */
export type ErrorClass = abstract new (...args: never) => unknown;

/**
 * Selects errors: by a class, by several classes, or by a predicate, which must be synchronous.
 */
export type ErrorFilter<A extends unknown[] = []> =
  ErrorClass | readonly ErrorClass[] | ((error: unknown, ...rest: A) => boolean);

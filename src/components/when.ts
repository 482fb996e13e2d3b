import { isPromiseLike } from '../stream/guards.js';

/** Goes on with a value, at once where it is there already. */
export function when<T, R>(
  value: T | PromiseLike<T>,
  then: (value: T) => R | PromiseLike<R>,
): R | PromiseLike<R> {
  return isPromiseLike(value) ? value.then(then) : then(value);
}

/** Goes on with several values, at once where all of them are there already. */
export function whenAll<T, R>(
  values: readonly (T | PromiseLike<T>)[],
  then: (values: readonly T[]) => R | PromiseLike<R>,
): R | PromiseLike<R> {
  return values.some(isPromiseLike) ? Promise.all(values).then(then) : then(values as readonly T[]);
}

import { isPromiseLike } from '../stream/guards.js';

/** Continues with a value: synchronously unless it is a promise. */
export function when<T, R>(
  value: T | PromiseLike<T>,
  then: (value: T) => R | PromiseLike<R>,
): R | PromiseLike<R> {
  return isPromiseLike(value) ? value.then(then) : then(value);
}

/** Continues with several values: synchronously unless one of them is a promise. */
export function whenAll<T, R>(
  values: readonly (T | PromiseLike<T>)[],
  then: (values: readonly T[]) => R | PromiseLike<R>,
): R | PromiseLike<R> {
  return values.some(isPromiseLike) ? Promise.all(values).then(then) : then(values as readonly T[]);
}

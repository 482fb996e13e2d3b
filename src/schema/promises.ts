/** Tells a promise, or anything that is awaited like one, from a value that is there already. */
export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> & object {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<PromiseLike<T>>).then === 'function'
  );
}

/** Goes on with a value, at once where it is there already. */
export function when<T, R>(value: T | PromiseLike<T>, then: (value: T) => R): R | Promise<R> {
  return isPromiseLike(value) ? Promise.resolve(value).then(then) : then(value);
}

/** Tells a promise from a value that is there already. */
export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> & object {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<PromiseLike<T>>).then === 'function'
  );
}

/** Goes on with a value, at once where it is there already. */
export function then<T, R>(value: T | Promise<T>, next: (value: T) => R): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Tells whether a value is a promise, or any other thenable. */
export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> & object {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<PromiseLike<T>>).then === 'function'
  );
}

/** Continues with a value: synchronously unless it is a promise. */
export function when<T, R>(value: T | PromiseLike<T>, then: (value: T) => R): R | Promise<R> {
  return isPromiseLike(value) ? Promise.resolve(value).then(then) : then(value);
}

/** Tells whether a value is a promise, or another object with a `then` method. */
export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value instanceof Promise || typeof (value as { then?: unknown }).then === 'function')
  );
}

/** Tells whether a value is an asynchronous iterable. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Tells whether a value is a synchronous iterable other than a string. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** Tells whether a value is the generator that a generator function returns, rather than a list or a map. */
export function isGenerator(value: unknown): value is Generator {
  return (
    isIterable(value) &&
    typeof (value as Partial<Generator>).next === 'function' &&
    typeof (value as Partial<Generator>).return === 'function' &&
    typeof (value as Partial<Generator>).throw === 'function'
  );
}

/** Tells whether a value is a promise, or anything else that is awaited like one. */
export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value instanceof Promise || typeof (value as { then?: unknown }).then === 'function')
  );
}

/** Tells whether a value gives chunks asynchronously. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Tells whether a value is what a generator function returns; a list or a map is not. */
export function isGenerator(value: unknown): value is Generator {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.iterator in value &&
    typeof (value as Partial<Generator>).next === 'function' &&
    typeof (value as Partial<Generator>).return === 'function' &&
    typeof (value as Partial<Generator>).throw === 'function'
  );
}

/** The items of a list or a generator as a stream. */
export async function* asynchronous<T>(items: Iterable<T>): AsyncGenerator<T, void> {
  yield* items;
}

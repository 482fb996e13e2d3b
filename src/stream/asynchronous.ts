/** Streams the items of an iterable. */
export async function* asynchronous<T>(items: Iterable<T>): AsyncGenerator<T, void> {
  yield* items;
}

/** Streams the items of an iterable. */
export async function* fromIterable<T>(items: Iterable<T>): AsyncGenerator<T, void> {
  yield* items;
}

/** Reads a stream to its end. */
export async function collect<T>(chunks: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return read;
}

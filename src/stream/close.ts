/** Closes all iterators, even if some fail to close, and then throws the first such failure. */
export async function closeAll(iterators: readonly AsyncIterator<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(iterators.map(close));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Closes all iterators and ignores failures, which must not replace an error already on its way to the reader. */
export async function closeQuietly(iterators: readonly AsyncIterator<unknown>[]): Promise<void> {
  await Promise.allSettled(iterators.map(close));
}

function close(iterator: AsyncIterator<unknown>): Promise<unknown> {
  try {
    return iterator.return?.() ?? Promise.resolve();
  } catch (error) {
    return Promise.reject(error);
  }
}

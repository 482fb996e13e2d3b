/** Closes iterators, all of them even if some fail to close, and throws the first of such failures. */
export async function closeAll(iterators: readonly AsyncIterator<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(iterators.map(close));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Closes iterators where an error is already on its way to the consumer, which a failing close must not replace. */
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

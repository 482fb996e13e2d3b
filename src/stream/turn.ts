// Bound once: a test that fakes timers must not hold back the library's own clean-up.
const { setImmediate } = globalThis;

/** Resolves when the event loop has come round once: what has been told to stop has had its chance to. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/**
 * Waits until some work has settled, one turn of the event loop at most: work that heeds its signal ends in time,
 * work that does not is left behind with its outcome ignored.
 */
export async function settleWithinTurn(work: readonly PromiseLike<unknown>[]): Promise<void> {
  if (work.length > 0) await Promise.race([Promise.allSettled(work), nextTurn()]);
}

// Read once, so that a test that fakes timers does not hold back the library's own clean-up.
const { setImmediate } = globalThis;

/** Resolves after one turn of the event loop, in which aborted work has had the chance to end. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/**
 * Waits until work has settled, but at most one turn of the event loop: work that heeds its abort signal ends in time,
 * other work is abandoned and its outcome ignored.
 */
export async function settleWithinTurn(work: readonly PromiseLike<unknown>[]): Promise<void> {
  if (work.length > 0) await Promise.race([Promise.allSettled(work), nextTurn()]);
}

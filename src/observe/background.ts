const tails = new Map<object, Promise<unknown>>();

/**
 * Calls an observer that nobody waits for: at once when it is idle, else when it has done with what came before, so that
 * it sees the end of a run after its start.
 */
export function inBackground(observer: object, call: () => unknown): void {
  const before = tails.get(observer);
  const work = before === undefined ? call() : before.then(call);
  if (isPending(work)) follow(observer, work);
}

/** Lets a promise that cannot be waited for settle in the background. */
export function follow(observer: object, work: PromiseLike<unknown>): void {
  const tail = Promise.resolve(work).finally(() => {
    if (tails.get(observer) === tail) tails.delete(observer);
  });
  tails.set(observer, tail);
}

/**
 * Waits until every observer that works in the background has done with all it was told: call it before a process ends
 * or a serverless function is frozen.
 */
export async function flush(): Promise<void> {
  while (tails.size > 0) await Promise.all(tails.values());
}

function isPending(work: unknown): work is PromiseLike<unknown> {
  return work instanceof Promise;
}

const tails = new Map<object, Promise<unknown>>();

/**
 * Calls an observer that nobody waits for: at once if it is idle, otherwise after its earlier calls have settled, so that
 * it sees the end of a run after its start.
 */
export function inBackground(observer: object, call: () => unknown): void {
  const before = tails.get(observer);
  const work = before === undefined ? call() : before.then(call);
  if (isPending(work)) follow(observer, work);
}

/** Lets a promise that nobody waits for settle in the background, beside what the observer is busy with. */
export function follow(observer: object, work: PromiseLike<unknown>): void {
  const before = tails.get(observer);
  const both = before === undefined ? work : Promise.all([before, work]);
  const tail = Promise.resolve(both).finally(() => {
    if (tails.get(observer) === tail) tails.delete(observer);
  });
  tails.set(observer, tail);
}

/**
 * Waits until all calls of observers that nobody waited for have settled: of those with `background` set, and those made
 * during `invokeSync`. Call it before a process exits or a serverless function is frozen.
 */
export async function flush(): Promise<void> {
  while (tails.size > 0) await Promise.all(tails.values());
}

function isPending(work: unknown): work is PromiseLike<unknown> {
  return work instanceof Promise;
}

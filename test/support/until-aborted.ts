import type { RunContext } from 'runwright';

/** A step that never ends by itself; it heeds its signal. */
export function untilAborted(_input: unknown, { signal }: Pick<RunContext, 'signal'>): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

// The types of a test may be read without those of Node.
/// <reference lib="esnext.disposable" preserve="true" />

import { useClock as putClock } from '../run/clock.js';

/** A clock as fake timers have it: `now` is a number, or a function that gives one. */
export interface ClockLike {
  /** Milliseconds since the epoch. */
  readonly now: number | (() => number);
  /** Calls back once after so many milliseconds, and gives what `clearTimeout` takes. */
  setTimeout(callback: () => void, ms: number): unknown;
  /** Takes a timer away before it is due. */
  clearTimeout(timer: never): void;
}

/** A clock in the place of the system's, until it is restored; `using` does so at the end of the block. */
export interface ClockInUse extends Disposable {
  /** Puts back the clock that was there before; once only. */
  restore(): void;
}

/** Looks the functions up when they are called, since a test may fake them later. */
const GLOBALS: ClockLike = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => globalThis.setTimeout(callback, ms),
  clearTimeout: (timer) => {
    globalThis.clearTimeout(timer);
  },
};

/**
 * Has the library take its time, for pauses of retries, timeouts and scripted fakes, from another clock.
 *
 * Without an argument it takes the time from the global functions as they are at each moment. The library otherwise
 * keeps to those it was loaded with, and fake timers of a test runner leave it alone.
 *
 * @param clock - Such as `createClock()` of `@sinonjs/fake-timers`; see also {@link useFakeClock}.
 * @example
 * ```ts
 * import { mock } from 'node:test';
 * import { RunnableLambda } from 'runwright';
 * import { useClock } from 'runwright/testing';
 *
 * mock.timers.enable({ apis: ['setTimeout', 'Date'] });
 * using clock = useClock();
 * const answer = RunnableLambda.from(() => new Promise<string>(() => undefined)).invoke('', { timeout: 60_000 });
 * mock.timers.tick(60_000);
 * await answer; // throws TimeoutError: [R305] The run did not end within 60000 ms.
 * mock.timers.reset();
 * ```
 */
export function useClock(clock: ClockLike = GLOBALS): ClockInUse {
  let putBack: (() => void) | undefined = putClock({
    now: () => (typeof clock.now === 'number' ? clock.now : clock.now()),
    setTimeout: (callback, ms) => clock.setTimeout(callback, ms),
    clearTimeout: (timer) => {
      clock.clearTimeout(timer as never);
    },
  });
  const restore = (): void => {
    putBack?.();
    putBack = undefined;
  };
  return { restore, [Symbol.dispose]: restore };
}

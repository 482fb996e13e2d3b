// The types of a test may be read without those of Node.
/// <reference lib="esnext.disposable" preserve="true" />

import { useClock as putClock } from '../run/clock.js';

/** A clock such as fake timers have: `now` is a number, or a function that returns one. */
export interface ClockLike {
  /** Milliseconds since the epoch. */
  readonly now: number | (() => number);
  /** Has a function called once, when so many milliseconds have passed; gives what `clearTimeout` takes. */
  setTimeout(callback: () => void, ms: number): unknown;
  /** Cancels a timer. */
  clearTimeout(timer: never): void;
}

/** A clock that the library uses until it is restored; `using` restores it at the end of the block. */
export interface ClockInUse extends Disposable {
  /** Restores the clock that was used before; further calls have no effect. */
  restore(): void;
}

/** Looks the global functions up at each call, since a test may fake them later. */
const GLOBALS: ClockLike = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => globalThis.setTimeout(callback, ms),
  clearTimeout: (timer) => {
    globalThis.clearTimeout(timer);
  },
};

/**
 * Makes the library use another clock for the delays of retries, timeouts and scripted fakes.
 *
 * Without an argument, it uses the global functions as they are at the time of each call, faked or not. By default the
 * library uses those with which it was loaded, so that fake timers of a test runner do not affect it.
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

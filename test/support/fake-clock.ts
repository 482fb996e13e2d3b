import { createClock, type Clock } from '@sinonjs/fake-timers';
import { useClock } from '../../src/run/clock.js';

/** A clock that stands still until it is told to go on. */
export interface FakeClock {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How many timers the library has set and not cleared. */
  readonly timers: number;
  /** Lets time pass, and everything happen that is due meanwhile. */
  pass(ms: number): Promise<void>;
  /** Lets time pass from one timer to the next until some work has settled. */
  passUntil<T>(work: PromiseLike<T>): Promise<T>;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Gives the tests around it a fake clock in the place of the library's, each its own. */
export function fakeClock(): FakeClock {
  let clock: Clock;
  let restore: () => void;
  beforeEach(() => {
    clock = createClock(1_000_000);
    restore = useClock({
      now: () => clock.now,
      setTimeout: (callback, ms) => clock.setTimeout(callback, ms),
      clearTimeout: (timer) => clock.clearTimeout(timer as number),
    });
  });
  afterEach(() => restore());
  return {
    get now() {
      return clock.now;
    },
    get timers() {
      return clock.countTimers();
    },
    async pass(ms) {
      await clock.tickAsync(ms);
      await nextTurn();
    },
    async passUntil(work) {
      const settled = Symbol('settled');
      const outcome = Promise.allSettled([work]).then(() => settled);
      for (;;) {
        if ((await Promise.race([outcome, nextTurn()])) === settled) return work;
        await clock.nextAsync();
      }
    },
  };
}

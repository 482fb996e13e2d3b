import { AsyncLocalStorage } from 'node:async_hooks';
import { createClock, type Clock } from '@sinonjs/fake-timers';
import { useClock } from '../../src/run/clock.js';

/** A clock that stands still until it is told to go on. */
export interface FakeClock {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How many timers the library has set and not cleared. */
  readonly timers: number;
  /**
   * Does some work and tells it how many timers it has set itself and not cleared: what earlier work has left to do may
   * set and clear timers meanwhile.
   */
  counting<T>(work: (timers: () => number) => Promise<T>): Promise<T>;
  /** Lets time pass, and everything happen that is due meanwhile. */
  pass(ms: number): Promise<void>;
  /** Lets time pass from one timer to the next until some work has settled. */
  passUntil<T>(work: PromiseLike<T>): Promise<T>;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Gives the tests around it a fake clock in the place of the library's, each its own. */
export function fakeClock(): FakeClock {
  const own = new AsyncLocalStorage<Set<unknown>>();
  const owners = new Map<unknown, Set<unknown>>();
  let clock: Clock;
  let restore: () => void;
  beforeEach(() => {
    clock = createClock(1_000_000);
    restore = useClock({
      now: () => clock.now,
      setTimeout: (callback, ms) => {
        const owner = own.getStore();
        const timer = clock.setTimeout(() => {
          owner?.delete(timer);
          callback();
        }, ms);
        owner?.add(timer);
        if (owner !== undefined) owners.set(timer, owner);
        return timer;
      },
      clearTimeout: (timer) => {
        owners.get(timer)?.delete(timer);
        owners.delete(timer);
        clock.clearTimeout(timer as number);
      },
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
    counting(work) {
      const timers = new Set<unknown>();
      return own.run(timers, () => work(() => timers.size));
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

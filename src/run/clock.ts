/** What the library knows of time; shaped like the globals, so that a fake clock fits as it is. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after so many milliseconds. */
  setTimeout(callback: () => void, ms: number): unknown;
  /** Takes back what `setTimeout` gave. */
  clearTimeout(timer: unknown): void;
}

// Bound once: a test that fakes the globals must not hold back the library's own timers unless it means to.
const { setTimeout, clearTimeout } = globalThis;

const SYSTEM: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => {
    clearTimeout(timer as NodeJS.Timeout);
  },
};

let current = SYSTEM;

/** The longest time that a timer can be set to, in milliseconds; beyond it, a timer of Node goes off at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Puts another clock in the place of the system's, for tests.
 *
 * @returns a function that puts back the clock that was there before.
 */
export function useClock(clock: Clock): () => void {
  const before = current;
  current = clock;
  return () => {
    current = before;
  };
}

/** Whether time is the system's. */
export function isSystemClock(): boolean {
  return current === SYSTEM;
}

/** Milliseconds since the epoch, by the clock in use. */
export function now(): number {
  return current.now();
}

/** Calls back once after so many milliseconds by the clock in use, unless {@link stopTimer} is called before. */
export function startTimer(callback: () => void, ms: number): unknown {
  return current.setTimeout(callback, ms);
}

/** Stops a timer; one that has gone off, or that is undefined, is none. */
export function stopTimer(timer: unknown): void {
  if (timer !== undefined) current.clearTimeout(timer);
}

/** The source of time; shaped like the globals, so that a fake clock fits as it is. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after a number of milliseconds. */
  setTimeout(callback: () => void, ms: number): unknown;
  /** Cancels a timer that `setTimeout` returned. */
  clearTimeout(timer: unknown): void;
}

// Read once: a test that fakes the globals must not hold back the library's own timers unintentionally.
const { setTimeout, clearTimeout } = globalThis;

const SYSTEM: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => {
    clearTimeout(timer as NodeJS.Timeout);
  },
};

let current = SYSTEM;

/** The longest delay of a timer, in milliseconds; with a longer one, Node fires the timer at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Replaces the clock, for tests.
 *
 * @returns a function that restores the previous clock.
 */
export function useClock(clock: Clock): () => void {
  const before = current;
  current = clock;
  return () => {
    current = before;
  };
}

/** Whether the clock in use is the system's. */
export function isSystemClock(): boolean {
  return current === SYSTEM;
}

/** Milliseconds since the epoch, by the clock in use. */
export function now(): number {
  return current.now();
}

/** A timer, with the clock that it runs by: another one may be in use when it is stopped. */
export interface Timer {
  readonly clock: Clock;
  readonly id: unknown;
}

/** Calls back once after a number of milliseconds by the clock in use, unless {@link stopTimer} cancels it. */
export function startTimer(callback: () => void, ms: number): Timer {
  const clock = current;
  return { clock, id: clock.setTimeout(callback, ms) };
}

/** Cancels a timer; without effect on one that has fired, or on undefined. */
export function stopTimer(timer: Timer | undefined): void {
  timer?.clock.clearTimeout(timer.id);
}

import { InvalidOptionError } from '../errors/declaration-errors.js';
import { useClock, type ClockInUse, type ClockLike } from './use-clock.js';

// Bound once, so that this clock goes on when a test fakes the globals as well.
const { setImmediate, setTimeout } = globalThis;

/** How many turns of the event loop it takes work that needs no I/O to get to its next timer, with some to spare. */
const TURNS = 4;

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is advanced; {@link useFakeClock} makes the library use one. */
export class FakeClock implements ClockLike {
  readonly #timers = new Set<Timer>();
  #now: number;

  /** @param now - The time at first, in milliseconds since the epoch. */
  constructor(now = 0) {
    this.#now = now;
  }

  /** The time, in milliseconds since the epoch. */
  get now(): number {
    return this.#now;
  }

  /** How many timers are pending: neither fired nor cleared. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Has a function called once, when so many milliseconds have passed; gives what `clearTimeout` takes. */
  setTimeout(callback: () => void, ms: number): unknown {
    const timer: Timer = { at: this.#now + Math.max(ms, 0), callback };
    this.#timers.add(timer);
    return timer;
  }

  /** Cancels a timer. */
  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  /**
   * Advances the time by so many milliseconds, firing the timers that become due, each at its time.
   *
   * @throws {@link InvalidOptionError} unless `ms` is a finite number from 0.
   */
  async pass(ms: number): Promise<void> {
    if (!(ms >= 0 && ms < Infinity)) {
      throw new InvalidOptionError('FakeClock.pass', 'ms', 'a number of milliseconds from 0', ms);
    }
    const until = this.#now + ms;
    await turns();
    while (this.#fireNext(until)) await turns();
    this.#now = until;
    await turns();
  }

  /**
   * Advances the time from one timer to the next until some work has settled, and gives what it resolves to.
   *
   * It is for work that waits for nothing but the clock: while it waits for a file or a socket, its timers may fire first.
   *
   * @throws what the work rejects with.
   */
  async passUntil<T>(work: PromiseLike<T>): Promise<T> {
    const watched = { settled: false };
    const note = (): void => {
      watched.settled = true;
    };
    work.then(note, note);
    for (;;) {
      await turns();
      if (watched.settled) return work;
      // Without a timer, the work waits for something else than the clock.
      if (!this.#fireNext(Infinity)) await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Fires the timer that is due first, unless that is later than a limit. */
  #fireNext(until: number): boolean {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (first === undefined || timer.at < first.at) first = timer;
    if (first === undefined || first.at > until) return false;
    this.#timers.delete(first);
    this.#now = Math.max(this.#now, first.at);
    first.callback();
    return true;
  }
}

/** A {@link FakeClock} that the library uses until it is restored. */
export type FakeClockInUse = FakeClock & ClockInUse;

/**
 * Makes the library use a clock that stands still, for the delays of retries, timeouts and scripted fakes.
 *
 * @param now - The time at first, in milliseconds since the epoch.
 * @example
 * ```ts
 * import { FakeStep, useFakeClock } from 'runwright/testing';
 *
 * using clock = useFakeClock();
 * const model = new FakeStep<string, string>({ responses: [new Error('overloaded'), 'fine'] });
 * const answer = model.withRetry({ maxRetries: 1, delay: 60_000 }).invoke('Hi');
 * await clock.pass(59_999);
 * model.calls.length; // => 1
 * await clock.passUntil(answer); // => 'fine'
 * ```
 */
export function useFakeClock(now = 0): FakeClockInUse {
  const clock = new FakeClock(now);
  return Object.assign(clock, useClock(clock));
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
}

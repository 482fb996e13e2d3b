import { InvalidOptionError } from '../errors/declaration-errors.js';
import { useClock, type ClockInUse, type ClockLike } from './use-clock.js';

// Bound once: whoever fakes the globals as well must not stop this clock.
const { setImmediate, setTimeout } = globalThis;

/** Turns of the event loop after which whatever waits for nothing but other steps has come to its next wait. */
const TURNS = 4;

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on; {@link useFakeClock} puts it in the place of the system's. */
export class FakeClock implements ClockLike {
  readonly #timers = new Set<Timer>();
  #now: number;

  /** @param now - Where it stands, in milliseconds since the epoch. */
  constructor(now = 0) {
    this.#now = now;
  }

  /** Milliseconds since the epoch. */
  get now(): number {
    return this.#now;
  }

  /** How many timers are set and have neither gone off nor been cleared. */
  get timers(): number {
    return this.#timers.size;
  }

  setTimeout(callback: () => void, ms: number): unknown {
    const timer: Timer = { at: this.#now + Math.max(ms, 0), callback };
    this.#timers.add(timer);
    return timer;
  }

  /** Takes a timer away before it is due. */
  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  /**
   * Lets so many milliseconds pass, and everything happen that is due meanwhile, each at its time.
   *
   * @throws {@link InvalidOptionError} for a time that cannot pass.
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
   * Lets time pass from one timer to the next until some work has settled, and gives what it resolves to.
   *
   * Time passes while the work waits for nothing but the clock. Work that also waits for a file or a socket may find
   * that its timers have gone off first.
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
      // No timer is left: it is something else that the work waits for.
      if (!this.#fireNext(Infinity)) await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Goes on to the timer that is due first, if that is in time. */
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

/** A {@link FakeClock} by which the library goes until it is restored. */
export type FakeClockInUse = FakeClock & ClockInUse;

/**
 * Puts a clock that stands still in the place of the one by which retries pause, timeouts run out and fakes take their
 * time.
 *
 * @param now - Where it stands, in milliseconds since the epoch.
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

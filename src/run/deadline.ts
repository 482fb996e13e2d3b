import { AsyncResource } from 'node:async_hooks';
import { isSystemClock, now, startTimer, stopTimer } from './clock.js';

/** What is told that its time is up. */
export interface Expiring {
  expire(): void;
}

const { setImmediate } = globalThis;

// Most work ends in the turn of the event loop it began in, or soon after. A timer is only set for what is still open
// when the turn is over: to set and clear one for each run would take longer than the rest of a limited run.
let first: Deadline | undefined;
let scheduled = false;

// Outside of whatever asynchronous context the first deadline of a turn happens to be made in.
const outside = new AsyncResource('RunwrightDeadline', { triggerAsyncId: 0, requireManualDestroy: true });

/** A time at which something is told that its time is up, unless that is cleared before. */
export class Deadline {
  #previous: Deadline | undefined;
  #next: Deadline | undefined;
  #isListed = false;
  #timer: unknown;

  /** @param at - In milliseconds since the epoch. */
  constructor(
    readonly target: Expiring,
    readonly at: number,
  ) {
    if (isSystemClock()) Deadline.#list(this);
    else this.#setTimer();
  }

  /** Takes the deadline back. */
  clear(): void {
    if (this.#isListed) this.#unlist();
    else stopTimer(this.#timer);
  }

  static #list(deadline: Deadline): void {
    deadline.#isListed = true;
    deadline.#next = first;
    if (first !== undefined) first.#previous = deadline;
    first = deadline;
    if (scheduled) return;
    scheduled = true;
    outside.runInAsyncScope(setImmediate, undefined, Deadline.#setTimers);
  }

  #unlist(): void {
    this.#isListed = false;
    if (this.#previous === undefined) first = this.#next;
    else this.#previous.#next = this.#next;
    if (this.#next !== undefined) this.#next.#previous = this.#previous;
  }

  #setTimer(): void {
    this.#timer = startTimer(
      () => {
        this.target.expire();
      },
      Math.max(0, this.at - now()),
    );
  }

  /** The turn is over: sets a timer for each deadline that was not cleared. */
  static readonly #setTimers = (): void => {
    scheduled = false;
    while (first !== undefined) {
      const deadline = first;
      deadline.#unlist();
      deadline.#setTimer();
    }
  };
}

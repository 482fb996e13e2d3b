import { AsyncResource } from 'node:async_hooks';
import { isSystemClock, now, startTimer, stopTimer, type Timer } from './clock.js';

/** Has a deadline. */
export interface Expiring {
  expire(): void;
}

const { setImmediate } = globalThis;

// Most work ends within the turn of the event loop in which it began. A timer is set only for deadlines that are still
// pending after it: setting and clearing one for each run would take longer than the rest of a run with a timeout.
let first: Deadline | undefined;
let scheduled = false;

// The callback must not run in the asynchronous context in which the first deadline of a turn happens to be made.
const outside = new AsyncResource('RunwrightDeadline', { triggerAsyncId: 0, requireManualDestroy: true });

/** A time at which a target expires, unless the deadline is cleared before. */
export class Deadline {
  #previous: Deadline | undefined;
  #next: Deadline | undefined;
  #isListed = false;
  #timer: Timer | undefined;

  /** @param at - In milliseconds since the epoch. */
  constructor(
    readonly target: Expiring,
    readonly at: number,
  ) {
    if (isSystemClock()) Deadline.#list(this);
    else this.#setTimer();
  }

  /** Cancels the deadline. */
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

  /** Sets a timer for each deadline that was not cleared within the turn. */
  static readonly #setTimers = (): void => {
    scheduled = false;
    while (first !== undefined) {
      const deadline = first;
      deadline.#unlist();
      deadline.#setTimer();
    }
  };
}

import { passOut, passThrough } from '../errors/path.js';
import { AsynchronousStepError } from '../errors/run-errors.js';
import { isPromiseLike } from '../stream/guards.js';
import type { Context } from './context.js';
import { Pause } from './pause.js';
import { RetryBudget } from './retry-budget.js';
import type { RetryPolicy } from './retry-policy.js';

/** The successive attempts of a retry on one input. */
export class Attempts {
  /** The number of the current attempt, from 1. */
  number = 1;
  /** Whether the attempt has yielded its first chunk, and so is the last. */
  begun = false;
  readonly #policy: RetryPolicy;
  readonly ctx: Context;
  #budget: RetryBudget;
  #pause: Pause | undefined;
  #left = false;

  /** @param budget - The budget of the first attempt, if that was made already. */
  constructor(policy: RetryPolicy, ctx: Context, budget = new RetryBudget(Infinity, ctx.budget)) {
    this.#policy = policy;
    this.ctx = ctx;
    this.#budget = budget;
  }

  /** The context of the attempt. */
  get context(): Context {
    return this.ctx.forAttempt(this.number, this.#budget);
  }

  /** The tag of the attempt's run. */
  get tag(): string | undefined {
    return attemptTag(this.number);
  }

  /** Charges another attempt to the budgets; returns false if the limits of attempts or retries leave none. */
  claim(): boolean {
    const { budget } = this.ctx;
    const made = this.number + (budget?.earlier ?? 0);
    if (made >= this.#policy.attempts || budget?.exhausted === true) return false;
    budget?.spend();
    return true;
  }

  /**
   * Handles the failure of an attempt: resolves when it is time for the next, whose number and context are then
   * current; with false if the result is no longer awaited.
   *
   * @throws the error if there is no further attempt; the abort reason if the run was aborted.
   */
  async fail(error: unknown, input: unknown): Promise<boolean> {
    this.ctx.scope.throwIfAborted();
    const delay = this.#delayAfter(error);
    await this.report(error, input, delay);
    if (delay === undefined) throw error;
    this.#pause = new Pause(this.#left ? 0 : delay, [this.ctx.scope]);
    await this.#pause.over;
    this.ctx.scope.throwIfAborted();
    this.advance(error);
    return !this.#left;
  }

  /** Handles the failure of an attempt in a synchronous run, which cannot wait; see {@link Attempts.fail}. */
  failSynchronously(error: unknown, input: unknown, name: string): void {
    this.ctx.scope.throwIfAborted();
    // An asynchronous step fails every attempt in the same way.
    if (error instanceof AsynchronousStepError) throw error;
    const delay = this.#delayAfter(error);
    const told = this.report(error, input, delay);
    if (isPromiseLike(told)) {
      told.then(undefined, () => undefined);
      const fix = 'make it synchronous';
      throw new AsynchronousStepError(name, 'has an asynchronous onFailedAttempt', { fix, cause: error });
    }
    if (delay === undefined) throw error;
    if (delay > 0) {
      const what = `waits ${String(Math.round(delay))} ms before attempt ${String(this.number + 1)}`;
      throw new AsynchronousStepError(name, what, { fix: 'retry without a wait', cause: error });
    }
    this.advance(error);
  }

  /** Records on an error which attempt it ended. */
  note(error: unknown): void {
    passThrough(error, `retry#${String(this.number)}`, this.ctx.scope);
  }

  /**
   * Records which attempt an error ended, and calls `onFailedAttempt`.
   *
   * @param delay - Milliseconds until the next attempt; undefined if there will be none.
   * @returns the result of `onFailedAttempt`, to be awaited.
   */
  report(error: unknown, input: unknown, delay: number | undefined): unknown {
    this.note(error);
    const { onFailedAttempt, attempts } = this.#policy;
    const attempt = this.number;
    return onFailedAttempt?.(error, { attempt, attemptsLeft: attempts - attempt, delay, input });
  }

  /** Advances to the next attempt: the error has been handled. */
  advance(error: unknown): void {
    passOut(error, undefined);
    this.#budget = this.#budget.next();
    this.number += 1;
  }

  /** Notes that the result is no longer awaited: the current wait ends, and no further attempt is made. */
  leave(): void {
    this.#left = true;
    this.#pause?.cut();
  }

  #delayAfter(error: unknown): number | undefined {
    return this.number < this.#policy.attempts && this.#policy.retryable(error, this.number) && this.claim()
      ? this.#policy.delayAfter(this.number, [error])
      : undefined;
  }
}

/** The tag of an attempt; the first has none. */
export function attemptTag(number: number): string | undefined {
  return number === 1 ? undefined : `retry:attempt:${String(number)}`;
}

import { passOut, passThrough } from '../errors/path.js';
import { AsynchronousStepError } from '../errors/run-errors.js';
import { isPromiseLike } from '../stream/guards.js';
import type { Context } from './context.js';
import { Pause } from './pause.js';
import { RetryBudget } from './retry-budget.js';
import type { RetryPolicy } from './retry-policy.js';

/** The attempts that a retry makes on one input, one after another. */
export class Attempts {
  /** Which attempt is being made, from 1. */
  number = 1;
  /** Whether the attempt has given its first chunk, and so is the last. */
  begun = false;
  readonly #policy: RetryPolicy;
  readonly ctx: Context;
  #budget: RetryBudget;
  #pause: Pause | undefined;
  #left = false;

  /** @param budget - That of the first attempt, where it has been made already. */
  constructor(policy: RetryPolicy, ctx: Context, budget = new RetryBudget(Infinity, ctx.budget)) {
    this.#policy = policy;
    this.ctx = ctx;
    this.#budget = budget;
  }

  /** The context of the attempt. */
  get context(): Context {
    return this.ctx.forAttempt(this.number, this.#budget);
  }

  /** The part that the attempt plays in the run of the retry. */
  get tag(): string | undefined {
    return attemptTag(this.number);
  }

  /** Charges another attempt, unless the limits of attempts and retries leave none. */
  claim(): boolean {
    const { budget } = this.ctx;
    const made = this.number + (budget?.earlier ?? 0);
    if (made >= this.#policy.attempts || budget?.exhausted === true) return false;
    budget?.spend();
    return true;
  }

  /**
   * Takes the failure of an attempt: resolves when it is time for the next, whose number and context are then in place;
   * with false if nobody waits for it any more.
   *
   * @throws the error where there is to be no other attempt; the reason, where the run was aborted.
   */
  async fail(error: unknown, input: unknown): Promise<boolean> {
    this.ctx.scope.throwIfAborted();
    const delay = this.#delayAfter(error);
    await this.report(error, input, delay);
    if (delay === undefined) throw error;
    this.#pause = new Pause(this.#left ? 0 : delay, [this.ctx.scope]);
    await this.#pause.over;
    this.ctx.scope.throwIfAborted();
    this.goOn(error);
    return !this.#left;
  }

  /** Takes the failure of an attempt of a synchronous run, which cannot wait; see {@link Attempts.fail}. */
  failSynchronously(error: unknown, input: unknown, name: string): void {
    this.ctx.scope.throwIfAborted();
    // What is refused once is refused each time.
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
    this.goOn(error);
  }

  /** Notes on an error which attempt it ended. */
  note(error: unknown): void {
    passThrough(error, `retry#${String(this.number)}`, this.ctx.scope);
  }

  /**
   * Notes which attempt an error ended, and tells whoever wants to know.
   *
   * @param delay - Milliseconds until the next attempt; undefined when there will be none.
   * @returns what `onFailedAttempt` answered, to be awaited.
   */
  report(error: unknown, input: unknown, delay: number | undefined): unknown {
    this.note(error);
    const { onFailedAttempt, attempts } = this.#policy;
    const attempt = this.number;
    return onFailedAttempt?.(error, { attempt, attemptsLeft: attempts - attempt, delay, input });
  }

  /** Moves on to the next attempt: the error has been dealt with. */
  goOn(error: unknown): void {
    passOut(error, undefined);
    this.#budget = this.#budget.next();
    this.number += 1;
  }

  /** Says that nobody waits for the outcome any more: a wait ends, and there is no further attempt. */
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

/** The tag of an attempt; the first, which most runs have as their only one, bears none. */
export function attemptTag(number: number): string | undefined {
  return number === 1 ? undefined : `retry:attempt:${String(number)}`;
}

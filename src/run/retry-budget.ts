/**
 * Counts the retries of a run and of each attempt of every retry in it: a retry is charged to every budget that
 * surrounds it.
 *
 * A retry inside another has all of its attempts in the first attempt of the outer one, and in later attempts those
 * that remain. Nested retries therefore add up instead of multiplying: three attempts inside three attempts are five
 * calls, not nine.
 */
export class RetryBudget {
  #spent = 0;

  /**
   * @param limit - How many retries may be charged to it.
   * @param above - The budget of the surrounding retry or config.
   * @param earlier - How many retries were made inside earlier attempts of the surrounding retries.
   */
  constructor(
    readonly limit: number,
    readonly above?: RetryBudget,
    readonly earlier: number = above?.earlier ?? 0,
  ) {}

  /** Whether this budget, or one that surrounds it, is used up. */
  get exhausted(): boolean {
    return this.#spent >= this.limit || (this.above?.exhausted ?? false);
  }

  /** Charges one retry to this budget and to all that surround it. */
  spend(): void {
    this.#spent += 1;
    this.above?.spend();
  }

  /** The budget of the next attempt. */
  next(): RetryBudget {
    return new RetryBudget(this.limit, this.above, this.earlier + this.#spent);
  }
}

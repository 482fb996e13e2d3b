/**
 * Counts the retries of a run, and of each attempt of every retry in it: a retry is charged to all that it stands in.
 *
 * A retry inside another has its full number of attempts in the first attempt of the other, and in the later ones what
 * the earlier have left of it. Nested retries so add up where they would multiply: three attempts of three attempts
 * are five calls, not nine.
 */
export class RetryBudget {
  #spent = 0;

  /**
   * @param limit - How many retries may be charged to it.
   * @param above - That of the retry, or of the config, that it stands in.
   * @param earlier - How many retries were made inside the earlier attempts of the retries around.
   */
  constructor(
    readonly limit: number,
    readonly above?: RetryBudget,
    readonly earlier: number = above?.earlier ?? 0,
  ) {}

  /** Whether it, or one that it stands in, is used up. */
  get exhausted(): boolean {
    return this.#spent >= this.limit || (this.above?.exhausted ?? false);
  }

  /** Charges one retry here and everywhere above. */
  spend(): void {
    this.#spent += 1;
    this.above?.spend();
  }

  /** The budget of the attempt after this one. */
  next(): RetryBudget {
    return new RetryBudget(this.limit, this.above, this.earlier + this.#spent);
  }
}

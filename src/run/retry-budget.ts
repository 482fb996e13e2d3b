/**
 * How many retries are left to a retry and to everything inside it.
 *
 * A retry inside another is charged to both, so that three attempts of three attempts are five calls, not nine.
 */
export class RetryBudget {
  #left: number;

  constructor(
    retries: number,
    readonly above?: RetryBudget,
  ) {
    this.#left = retries;
  }

  get exhausted(): boolean {
    return this.#left <= 0;
  }

  /** Charges one retry here and in every budget above. */
  spend(): void {
    this.#left -= 1;
    this.above?.spend();
  }
}

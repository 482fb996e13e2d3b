/** What a root run holds until it ends: instances made for it alone, and uses of shared ones. */
export class RunResources {
  readonly #values = new Map<unknown, unknown>();
  #closers: (() => unknown)[] = [];

  /** Gives what the run holds under a key, made the first time. */
  get<T>(key: unknown, make: () => T): T {
    if (!this.#values.has(key)) this.#values.set(key, make());
    return this.#values.get(key) as T;
  }

  /** Calls back when the run has ended. */
  onRelease(closer: () => unknown): void {
    this.#closers.push(closer);
  }

  /** Lets go of everything, last come first gone. @throws the first error of a closer, after all have been called. */
  async release(): Promise<void> {
    const closers = this.#closers.reverse();
    this.#closers = [];
    this.#values.clear();
    const errors: unknown[] = [];
    for (const close of closers) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}

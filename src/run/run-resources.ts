/** What a root run holds until it ends: instances made for it alone, and references to shared ones. */
export class RunResources {
  readonly #values = new Map<unknown, unknown>();
  #closers: (() => unknown)[] = [];

  /** Returns the value that the run holds under a key, made on first use. */
  get<T>(key: unknown, make: () => T): T {
    if (!this.#values.has(key)) this.#values.set(key, make());
    return this.#values.get(key) as T;
  }

  /** Registers a callback for the end of the run. */
  onRelease(closer: () => unknown): void {
    this.#closers.push(closer);
  }

  /**
   * Releases everything, in reverse order.
   *
   * @throws the first error of a callback, after all have been called.
   */
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

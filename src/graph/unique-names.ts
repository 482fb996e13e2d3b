/** Generates unique names. A colon would denote a frame, and becomes an underscore. */
export class UniqueNames {
  readonly #taken: Set<string>;

  /** @param taken - Names that are in use already. */
  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** Returns the name itself or, if it is in use, the name with the first free number from 2 appended. */
  like(wanted: string): string {
    const base = wanted.replaceAll(':', '_');
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? base : `${base}_${String(count)}`;
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}

/** Hands out names, none of them twice. A colon in a name would mean a frame, and becomes an underscore. */
export class UniqueNames {
  readonly #taken: Set<string>;

  /** @param taken - Names that somebody else has already. */
  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** The name that is wanted, or, if it is taken, with the first free number from 2 behind it. */
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

interface Indexed {
  readonly index?: unknown;
}

/** Joins a piece to the one before it; returns undefined if the two do not belong together. */
export type Join<T> = (left: T, right: T, sameIndex: boolean) => T | undefined;

/**
 * A list that grows piece by piece: a piece is joined to the item of its index, or to the last one, if the two belong
 * together.
 */
export class IndexedList<T extends object> {
  readonly #items: T[] = [];
  #positions: Map<unknown, number> | undefined;

  constructor(readonly join: Join<T>) {}

  get length(): number {
    return this.#items.length;
  }

  add(piece: T): void {
    const { index } = piece as Indexed;
    const at = index === undefined ? this.#items.length - 1 : this.#positions?.get(index);
    const known = at === undefined ? undefined : this.#items[at];
    if (at !== undefined && (known as Indexed | undefined)?.index === index) {
      const joined = known && this.join(known, piece, index !== undefined);
      if (joined !== undefined) {
        this.#items[at] = joined;
        return;
      }
    }
    if (index !== undefined) (this.#positions ??= new Map<unknown, number>()).set(index, this.#items.length);
    this.#items.push(piece);
  }

  items(): T[] {
    return [...this.#items];
  }
}

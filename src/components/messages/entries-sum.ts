import { setOwn } from '../../stream/add.js';

type Entries = Readonly<Record<string, unknown>>;

/**
 * Adds up the entries of providers: strings and lists are concatenated, objects merged; otherwise the later value
 * replaces the earlier one. Lists and objects grow in place, since copying them for each chunk would take quadratic
 * time.
 */
export class EntriesSum {
  #value: Entries | undefined;
  /** The containers that have not been returned yet, so that they may grow. */
  #own = new WeakSet();

  /** The sum so far; undefined before the first entries. Later additions do not change the object returned. */
  get value(): Entries | undefined {
    this.#own = new WeakSet();
    return this.#value;
  }

  add(entries: Entries): void {
    this.#value = this.#merge(this.#value ?? {}, entries);
  }

  #merge(left: Entries, right: Entries): Entries {
    const merged = this.#owned(left, () => ({ ...left }));
    for (const [key, value] of Object.entries(right))
      setOwn(merged, key, Object.hasOwn(merged, key) ? this.#join(merged[key], value) : value);
    return merged;
  }

  #join(left: unknown, right: unknown): unknown {
    if (right === undefined || right === null) return left;
    if (typeof left === 'string' && typeof right === 'string') return left + right;
    if (Array.isArray(left) && Array.isArray(right)) {
      const list = this.#owned<unknown[]>(left, () => [...(left as unknown[])]);
      for (const item of right as unknown[]) list.push(item);
      return list;
    }
    return isEntries(left) && isEntries(right) ? this.#merge(left, right) : right;
  }

  #owned<T extends object>(container: Readonly<T>, copy: () => T): T {
    if (this.#own.has(container)) return container;
    const copied = copy();
    this.#own.add(copied);
    return copied;
  }
}

function isEntries(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

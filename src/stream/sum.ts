import {
  NOT_ADDABLE,
  accumulate,
  add,
  addable,
  isAccumulable,
  isAddable,
  setOwn,
  type Accumulator,
} from './add.js';

/**
 * Adds up chunks in linear time: it grows a list or an addable object of its own, where adding two at a time would copy
 * the sum for each chunk.
 */
export class Sum {
  #value: unknown;
  #list: unknown[] | undefined;
  #entries: Map<string, Sum> | undefined;
  #accumulator: Accumulator | undefined;

  /** The sum so far; undefined before the first chunk. */
  get value(): unknown {
    if (this.#list !== undefined) return [...this.#list];
    if (this.#entries !== undefined) return this.#collect(this.#entries);
    return this.#accumulator === undefined ? this.#value : this.#accumulator.value;
  }

  /**
   * Adds a chunk.
   *
   * @returns false if the chunk cannot be added to the sum, which then stays as it was.
   */
  add(chunk: unknown): boolean {
    if (this.#list !== undefined) return this.#addToList(this.#list, chunk);
    if (this.#entries !== undefined) return this.#addToEntries(this.#entries, chunk);
    if (this.#accumulator !== undefined) return this.#accumulator.add(chunk);
    if (this.#value === undefined || this.#value === null) {
      this.restart(chunk);
      return true;
    }
    if (Array.isArray(this.#value)) return this.#addToList([...(this.#value as unknown[])], chunk);
    if (isAddable(this.#value)) return this.#addToEntries(entriesOf(this.#value), chunk);
    if (isAccumulable(this.#value)) return this.#accumulate(this.#value[accumulate](), chunk);
    const sum = add(this.#value, chunk);
    if (sum === NOT_ADDABLE) return false;
    this.#value = sum;
    return true;
  }

  /** Discards the sum and starts again from a chunk. */
  restart(chunk: unknown): void {
    this.#value = chunk;
    this.#list = undefined;
    this.#entries = undefined;
    this.#accumulator = undefined;
  }

  #accumulate(accumulator: Accumulator, chunk: unknown): boolean {
    if (!accumulator.add(chunk)) return false;
    this.#accumulator = accumulator;
    return true;
  }

  #addToList(list: unknown[], chunk: unknown): boolean {
    if (!Array.isArray(chunk)) return false;
    for (const item of chunk as unknown[]) list.push(item);
    this.#list = list;
    return true;
  }

  #addToEntries(entries: Map<string, Sum>, chunk: unknown): boolean {
    if (!isAddable(chunk)) return false;
    for (const key of Object.keys(chunk)) addEntry(entries, key, chunk[key]);
    this.#entries = entries;
    return true;
  }

  #collect(entries: Map<string, Sum>): unknown {
    const target: Record<string, unknown> = addable({});
    for (const [key, sum] of entries) setOwn(target, key, sum.value);
    return target;
  }
}

function entriesOf(object: Record<string, unknown>): Map<string, Sum> {
  const entries = new Map<string, Sum>();
  for (const key of Object.keys(object)) addEntry(entries, key, object[key]);
  return entries;
}

function addEntry(entries: Map<string, Sum>, key: string, value: unknown): void {
  const known = entries.get(key);
  if (known === undefined) {
    const sum = new Sum();
    sum.restart(value);
    entries.set(key, sum);
  } else if (value !== undefined && value !== null && !known.add(value)) known.restart(value);
}

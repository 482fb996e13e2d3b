import { setOwn } from './set-own.js';

/**
 * A copy of a value that a validator may change: plain objects and arrays through and through.
 *
 * An instance of a class is copied only for the validator to look into, since a copy lacks its private state; in the
 * value given back, the instance itself stands, as it is.
 */
export class WorkingCopy {
  readonly #copies = new Map<object, object>();
  readonly #instances = new Map<unknown, object>();
  readonly #copy: unknown;

  constructor(value: unknown) {
    this.#copy = this.#of(value);
  }

  /** What the validator works on. */
  get copy(): unknown {
    return this.#copy;
  }

  /** What the validator has made of it. */
  get result(): unknown {
    return this.#instances.size === 0 ? this.#copy : this.#restored(this.#copy, new Set());
  }

  #of(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    const copy = Array.isArray(value) ? [] : (Object.create(Object.getPrototypeOf(value) as null) as object);
    this.#copies.set(value, copy);
    if (!Array.isArray(value) && !isPlain(value)) this.#instances.set(copy, value);
    for (const key of Object.keys(value))
      setOwn(copy, key, this.#of((value as Record<string, unknown>)[key]));
    return copy;
  }

  #restored(value: unknown, seen: Set<object>): unknown {
    const instance = this.#instances.get(value);
    if (instance !== undefined) return instance;
    if (typeof value !== 'object' || value === null || seen.has(value)) return value;
    seen.add(value);
    for (const [key, inner] of Object.entries(value)) setOwn(value, key, this.#restored(inner, seen));
    return value;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

import { setOwn } from './set-own.js';

/**
 * A deep copy of a value, which a validator may change.
 *
 * Instances of classes are copied for the validator only, since a copy lacks their private state: in the result, the
 * instances themselves take the place of their copies.
 */
export class WorkingCopy {
  readonly #copies = new Map<object, object>();
  readonly #instances = new Map<unknown, object>();
  readonly #copy: unknown;

  constructor(value: unknown) {
    this.#copy = this.#of(value);
  }

  /** The copy for the validator. */
  get copy(): unknown {
    return this.#copy;
  }

  /** The copy as the validator has changed it, with the original instances of classes. */
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

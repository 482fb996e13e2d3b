import { InvalidOptionError } from '../errors/declaration-errors.js';
import { runnableBrand } from '../plan/brand.js';
import { isForeign } from './foreign.js';

type Combine = (made: object, others: readonly unknown[]) => unknown;

/**
 * Lets several runnables have further members as if they were one: those of the first, of which a method that returns a
 * runnable is called on each.
 */
export class SharedMembers {
  /**
   * @param combine - Makes one runnable of those that a method of each has returned.
   */
  constructor(
    readonly owners: readonly object[],
    readonly where: string,
    readonly combine: Combine,
  ) {}

  /** Returns a member; undefined if the first runnable has none of that name. */
  get(name: string): unknown {
    const member: unknown = Reflect.get(this.owners[0] as object, name);
    return typeof member === 'function' ? (...args: unknown[]) => this.#callEach(name, args) : member;
  }

  #callEach(name: string, args: readonly unknown[]): unknown {
    const callOn = (owner: object, index: number): unknown => {
      const method: unknown = Reflect.get(owner, name);
      if (typeof method === 'function') return Reflect.apply(method, owner, args);
      const option = `fallback ${String(index)}`;
      throw new InvalidOptionError(
        `${this.where}.${name}`,
        option,
        `a runnable with a method ${name}`,
        owner,
      );
    };
    const [first, ...others] = this.owners;
    const made = callOn(first as object, 0);
    if (!isRunnable(made)) return made;
    return this.combine(
      made,
      others.map((owner, index) => callOn(owner, index + 1)),
    );
  }
}

/** Tells whether a value is a runnable as an object: of this library, of another, or the instance of a class. */
export function isRunnable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (runnableBrand in value || isForeign(value));
}

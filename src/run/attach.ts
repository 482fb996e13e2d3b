import { RunnableBase } from './runnable.js';
import { delegate, delegateGetter, Step } from './step.js';

/**
 * Adds a fluent method to every runnable, from the side of what it makes: the base names none of its combinators.
 *
 * The method's type is added to the interface `Runnable` by the same file.
 */
export function attach<A extends unknown[], R>(
  name: string,
  method: (this: RunnableBase, ...args: A) => R,
): void {
  Object.defineProperty(RunnableBase.prototype, name, { value: method, configurable: true, writable: true });
  delegate(Step.prototype, name);
}

/** Adds a property to every runnable, read when it is asked for; see {@link attach}. */
export function attachGetter<R>(name: string, get: (this: RunnableBase) => R): void {
  Object.defineProperty(RunnableBase.prototype, name, { get, configurable: true });
  delegateGetter(Step.prototype, name);
}

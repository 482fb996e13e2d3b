import { RunnableBase } from './runnable.js';
import { delegate, delegateGetter, Step } from './step.js';

/**
 * Adds a fluent method to every runnable. The file of the class that the method instantiates calls it, so that the base
 * does not depend on its combinators; the same file adds the method to the interface `Runnable`.
 */
export function attach<A extends unknown[], R>(
  name: string,
  method: (this: RunnableBase, ...args: A) => R,
): void {
  Object.defineProperty(RunnableBase.prototype, name, { value: method, configurable: true, writable: true });
  delegate(Step.prototype, name);
}

/** Adds a getter to every runnable; see {@link attach}. */
export function attachGetter<R>(name: string, get: (this: RunnableBase) => R): void {
  Object.defineProperty(RunnableBase.prototype, name, { get, configurable: true });
  delegateGetter(Step.prototype, name);
}

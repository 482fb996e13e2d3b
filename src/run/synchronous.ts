import { AsynchronousStepError } from '../errors/run-errors.js';
import type { Node } from '../plan/node.js';
import { isPromiseLike } from '../stream/guards.js';

/** Refuses what a synchronous run cannot wait for, naming the step. */
export function refuseAsynchronous(node: Node, what?: string): never {
  throw new AsynchronousStepError(node.getName(), what);
}

/** Gives a value that must not be a promise; the promise of a refused one is no unhandled rejection. */
export function synchronously<O>(node: Node, value: O | PromiseLike<O>): O {
  if (!isPromiseLike(value)) return value;
  value.then(undefined, () => undefined);
  return refuseAsynchronous(node);
}

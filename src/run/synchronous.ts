import { AsynchronousStepError } from '../errors/run-errors.js';
import type { Node } from '../plan/node.js';
import { isPromiseLike } from '../stream/guards.js';

/** Throws an error that names the step for which a synchronous run would have to wait. */
export function refuseAsynchronous(node: Node, what?: string): never {
  throw new AsynchronousStepError(node.getName(), what);
}

/** Returns a value that must not be a promise; the rejection of a refused promise is handled. */
export function synchronously<O>(node: Node, value: O | PromiseLike<O>): O {
  if (!isPromiseLike(value)) return value;
  value.then(undefined, () => undefined);
  return refuseAsynchronous(node);
}

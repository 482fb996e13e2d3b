import { makeReference } from '../metadata/reference.js';
import type { StepReference } from '../plan/step-types.js';

/**
 * Refers to a service identifier where a step is expected: what is bound to it in the container runs there.
 *
 * @param identifier - A symbol, string or class under which a runnable is bound.
 * @example
 * ```ts
 * import { Chain, Step, ref } from 'runwright';
 *
 * const MODEL = Symbol('model');
 *
 * @Chain([(question: string) => `Answer briefly: ${question}`, ref<string, string>(MODEL)])
 * class Ask extends Step<string, string> {}
 * ```
 */
export function ref<I, O>(
  identifier: symbol | string | (abstract new (...args: never) => unknown),
): StepReference<I, O> {
  return makeReference(identifier) as StepReference<I, O>;
}

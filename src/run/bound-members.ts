import type { Node } from '../plan/node.js';
import { coerce } from './coerce.js';
import { lookUpMissing } from './missing-members.js';
import { isRunnable } from './shared-members.js';
import { Step } from './step.js';

/**
 * Gives the instances of a class of transparent nodes the members of the node that they are bound to; if that was made
 * for an instance of a decorated class, the members of that instance.
 *
 * @param boundOf - Returns the node that an instance is bound to; undefined during construction.
 * @param around - Applies the binding of an instance to a runnable that one of the methods has made.
 */
export function showMembers<T extends object>(
  prototype: T,
  boundOf: (instance: T) => Node | undefined,
  around: (instance: T, made: Node) => Node,
): void {
  lookUpMissing(prototype, (instance, name) => {
    const bound = boundOf(instance);
    if (bound === undefined) return undefined;
    const owner = Step.instanceOf(bound) ?? bound;
    const member: unknown = Reflect.get(owner, name);
    if (typeof member !== 'function') return member;
    return (...args: unknown[]): unknown => {
      const made: unknown = Reflect.apply(member, owner, args);
      return isRunnable(made) ? around(instance, coerce(made, name)) : made;
    };
  });
}

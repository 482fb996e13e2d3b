import type { Node } from '../plan/node.js';
import { coerce } from './coerce.js';
import { lookUpMissing } from './missing-members.js';
import { isRunnable } from './shared-members.js';
import { Step } from './step.js';

/**
 * Has a class of transparent nodes show the members of what they are bound to: of the instance of a decorated class
 * those of that class.
 *
 * @param boundOf - Gives the node that an instance is bound to; undefined while that is being made.
 * @param around - Binds what an instance binds to a runnable that a method has made.
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

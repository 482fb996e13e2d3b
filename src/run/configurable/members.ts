import type { Node } from '../../plan/node.js';
import { openContext, type ConfigLike } from '../open.js';
import { lookUpMissing } from '../missing-members.js';
import { StepNode } from '../step-node.js';
import type { SwitchNode } from './switch.js';

/**
 * Gives a switch the further methods of the node that it stands for: called with a config among their arguments, they
 * are those of the node that the config chooses.
 */
export function delegateMembers(prototype: SwitchNode<unknown, unknown>): void {
  lookUpMissing(prototype, (instance, name) => {
    const member = memberOf(instance.chosenBy(openContext(undefined, undefined, instance)), name);
    return typeof member === 'function' ? (...args: unknown[]) => callOn(instance, name, args) : member;
  });
}

function callOn(instance: SwitchNode<unknown, unknown>, name: string, args: readonly unknown[]): unknown {
  const config = args.find(isConfig);
  const ctx = openContext(config, undefined, instance);
  try {
    const chosen = instance.chosenBy(ctx);
    const call = (node: Node): unknown => {
      const method = memberOf(node, name) as (...args: readonly unknown[]) => unknown;
      return method.apply(ownerOf(node), [...args]);
    };
    return chosen instanceof Promise ? chosen.then(call) : call(chosen);
  } finally {
    ctx.scope.close();
  }
}

function memberOf(node: Node | Promise<Node>, name: string): unknown {
  return node instanceof Promise ? undefined : Reflect.get(ownerOf(node), name);
}

/** The object with the members: the instance of a class, or else the node itself. */
function ownerOf(node: Node): object {
  return node instanceof StepNode ? node.instance : node;
}

function isConfig(value: unknown): value is ConfigLike {
  return typeof value === 'object' && value !== null && 'configurable' in value;
}

import type { Node } from '../plan/node.js';
import { Step } from './step.js';

type Class = abstract new (...args: never) => unknown;

const classes = new WeakMap<object, Class>();

/** Records that a node, including its wrappers, was made of a declared class. */
export function noteClass(node: Node, type: Class): void {
  classes.set(node, type);
}

/** The declared class that a node, including its wrappers, was made of; undefined for any other node. */
export function classOf(node: object): Class | undefined {
  return classes.get(node) ?? (Step.instanceOf(node as Node)?.constructor as Class | undefined);
}

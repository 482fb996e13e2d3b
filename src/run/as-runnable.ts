import type { Node } from '../plan/node.js';
import type { Runnable } from '../plan/runnable.js';
import type { RunnableBase } from './runnable.js';

/** A node with the type that users see: every node is a runnable, though the executor needs less. */
export function asRunnable<I, O>(node: Node<I, O>): Runnable<I, O> {
  return node as Partial<Runnable<I, O>> as Runnable<I, O>;
}

/** A node with the type that subclasses see. */
export function asBase<I, O>(node: Node<I, O>): RunnableBase<I, O> {
  return node as Partial<RunnableBase<I, O>> as RunnableBase<I, O>;
}

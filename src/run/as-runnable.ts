import type { Node } from '../plan/node.js';
import type { Runnable } from '../plan/runnable.js';

/** A node as its user sees it: every one is a runnable, though the executor asks for less. */
export function asRunnable<I, O>(node: Node<I, O>): Runnable<I, O> {
  return node as Partial<Runnable<I, O>> as Runnable<I, O>;
}

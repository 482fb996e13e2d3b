import type { Callbacks } from '../plan/callbacks.js';
import type { Tracer } from '../plan/node.js';
import { isManager, withHandlers } from './callback-manager.js';

/** Key of the method by which a handler that stands for a run tree gives the tracer for the inside of one of its runs. */
export const joining: unique symbol = Symbol.for('runwright.joining') as never;

/**
 * A handler that this library has passed to another library, for the runs there. When a runnable of this library is called
 * from one of them, the handler is among its callbacks, and its run joins the tree again.
 */
export interface JoiningHandler {
  [joining](parentRunId: string | undefined): Tracer | undefined;
}

/** Gives the tracer for the inside of the run that callbacks come from, if one of them stands for a run tree. */
export function joinedBy(callbacks: Callbacks): Tracer | undefined {
  const handler = handlersOf(callbacks).find(isJoining);
  if (handler === undefined) return undefined;
  return handler[joining](parentOf(callbacks));
}

/** Callbacks without those that stand for run trees, whose observers are notified already. */
export function withoutJoining(callbacks: Callbacks): Callbacks {
  const others = <T extends object>(handlers: readonly T[]): T[] =>
    handlers.filter((handler) => !isJoining(handler));
  return isManager(callbacks) ? withHandlers(callbacks, others) : others(callbacks);
}

function handlersOf(callbacks: Callbacks): readonly object[] {
  return isManager(callbacks) ? callbacks.handlers : callbacks;
}

function parentOf(callbacks: Callbacks): string | undefined {
  return isManager(callbacks) ? callbacks.getParentRunId?.() : undefined;
}

function isJoining(handler: object): handler is JoiningHandler {
  return joining in handler;
}

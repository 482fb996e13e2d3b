import type { Callbacks } from '../plan/callbacks.js';
import type { Tracer } from '../plan/node.js';

/** Key of the method by which a handler that stands for a run tree gives what observes the inside of one of its runs. */
export const joining: unique symbol = Symbol.for('runwright.joining') as never;

/**
 * A handler that this library has given to another one for the runs in there. When a runnable of this library is called
 * in there in turn, the handler comes back among its callbacks, and the run becomes a part of the tree again.
 */
export interface JoiningHandler {
  [joining](parentRunId: string | undefined): Tracer | undefined;
}

/** Gives what observes the run that callbacks come from, if one of them stands for a run tree. */
export function joinedBy(callbacks: Callbacks): Tracer | undefined {
  const handler = handlersOf(callbacks).find(isJoining);
  if (handler === undefined) return undefined;
  return handler[joining](parentOf(callbacks));
}

/** Callbacks without those that stand for run trees, whose observers are told already. */
export function withoutJoining(callbacks: Callbacks): Callbacks {
  if (isList(callbacks)) return callbacks.filter((handler) => !isJoining(handler));
  const { handlers, inheritableHandlers, tags, inheritableTags, metadata, inheritableMetadata } = callbacks;
  return {
    ...{ tags, inheritableTags, metadata, inheritableMetadata },
    handlers: handlers.filter((handler) => !isJoining(handler)),
    inheritableHandlers: (inheritableHandlers ?? handlers).filter((handler) => !isJoining(handler)),
    getParentRunId: () => callbacks.getParentRunId?.(),
  };
}

function isList(callbacks: Callbacks): callbacks is Extract<Callbacks, readonly unknown[]> {
  return Array.isArray(callbacks);
}

function handlersOf(callbacks: Callbacks): readonly object[] {
  return isList(callbacks) ? callbacks : callbacks.handlers;
}

function parentOf(callbacks: Callbacks): string | undefined {
  return isList(callbacks) ? undefined : callbacks.getParentRunId?.();
}

function isJoining(handler: object): handler is JoiningHandler {
  return joining in handler;
}

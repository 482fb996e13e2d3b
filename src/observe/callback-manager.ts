import type { CallbackManagerLike, Callbacks } from '../plan/callbacks.js';

/** Tells a callback manager of LangChain.js from a list of observers and handlers. */
export function isManager(callbacks: Callbacks): callbacks is CallbackManagerLike {
  return !Array.isArray(callbacks);
}

/** The handlers of a manager for every run of the tree; all of its handlers if it makes no difference between them. */
export function inheritableHandlers({
  handlers,
  inheritableHandlers: inheritable,
}: CallbackManagerLike): readonly object[] {
  return inheritable ?? handlers;
}

/** A manager with other handlers, both for the next run and for every run; the original stays as it is. */
export function withHandlers(
  manager: CallbackManagerLike,
  change: (handlers: readonly object[]) => readonly object[],
): CallbackManagerLike {
  const { tags, inheritableTags, metadata, inheritableMetadata } = manager;
  return {
    ...{ tags, inheritableTags, metadata, inheritableMetadata },
    handlers: change(manager.handlers),
    inheritableHandlers: change(inheritableHandlers(manager)),
    getParentRunId: () => manager.getParentRunId?.(),
  };
}

import type { CallbackManagerLike, Callbacks } from '../plan/callbacks.js';

/** The callbacks of two configs combined, the earlier first; a manager if either is one. */
export function mergeCallbacks(earlier: Callbacks, later: Callbacks): Callbacks {
  if (isList(earlier) && isList(later)) return [...earlier, ...later];
  const [first, second] = [managerOf(earlier), managerOf(later)];
  const parentRunId = first.getParentRunId?.() ?? second.getParentRunId?.();
  return {
    handlers: [...first.handlers, ...second.handlers],
    inheritableHandlers: [...inheritableOf(first), ...inheritableOf(second)],
    tags: [...(first.tags ?? []), ...(second.tags ?? [])],
    inheritableTags: [...(first.inheritableTags ?? []), ...(second.inheritableTags ?? [])],
    metadata: { ...first.metadata, ...second.metadata },
    inheritableMetadata: { ...first.inheritableMetadata, ...second.inheritableMetadata },
    getParentRunId: () => parentRunId,
  };
}

function isList(callbacks: Callbacks): callbacks is Exclude<Callbacks, CallbackManagerLike> {
  return Array.isArray(callbacks);
}

/** Handlers of a list are for every run of the tree. */
function managerOf(callbacks: Callbacks): CallbackManagerLike {
  return isList(callbacks) ? { handlers: callbacks, inheritableHandlers: callbacks } : callbacks;
}

function inheritableOf(manager: CallbackManagerLike): readonly object[] {
  return manager.inheritableHandlers ?? manager.handlers;
}

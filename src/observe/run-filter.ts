import type { RunFilter } from '../plan/stream-event.js';

/** What a filter decides by: the facts of a run, or of a custom event. */
export interface Filtered {
  readonly name: string;
  readonly type: string;
  readonly tags: readonly string[];
}

/** Tells whether a filter lets a run or a custom event pass. */
export type RunPredicate = (filtered: Filtered) => boolean;

/** Compiles a filter to a predicate, once for all the events of a call. */
export function passes(filter: RunFilter): RunPredicate {
  const { includeNames, includeTypes, includeTags, excludeNames, excludeTypes, excludeTags } = filter;
  const all = includeNames === undefined && includeTypes === undefined && includeTags === undefined;
  const none = excludeNames === undefined && excludeTypes === undefined && excludeTags === undefined;
  if (all && none) return () => true;
  return ({ name, type, tags }) => {
    const included =
      all ||
      includeNames?.includes(name) === true ||
      includeTypes?.includes(type) === true ||
      tags.some((tag) => includeTags?.includes(tag) === true);
    return (
      included &&
      excludeNames?.includes(name) !== true &&
      excludeTypes?.includes(type) !== true &&
      !tags.some((tag) => excludeTags?.includes(tag) === true)
    );
  };
}

import type { RunFilter } from '../plan/stream-event.js';

/** What a filter looks at. */
export interface Filtered {
  readonly name: string;
  readonly type: string;
  readonly tags: readonly string[];
}

/** Tells whether a run is to be told of. */
export type RunPredicate = (filtered: Filtered) => boolean;

/** Makes a predicate of a filter. */
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

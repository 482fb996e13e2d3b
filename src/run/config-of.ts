import type { RunnableConfig } from '../plan/config.js';
import type { Context } from './context.js';

/** The values of a context as a plain config, which every run below it would get; names and ids are of one run alone. */
export function configOf(ctx: Context): RunnableConfig {
  const { tags, metadata, configurable, recursionLimit, maxConcurrency } = ctx;
  return { tags, metadata, configurable, recursionLimit, maxConcurrency };
}

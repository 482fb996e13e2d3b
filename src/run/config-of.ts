import type { RunnableConfig } from '../plan/config.js';
import type { Context } from './context.js';

/** The values of a context as a plain config: those that runs below inherit, and so neither the name nor the id. */
export function configOf(ctx: Context): RunnableConfig {
  const { tags, metadata, configurable, recursionLimit, maxConcurrency } = ctx;
  return { tags, metadata, configurable, recursionLimit, maxConcurrency };
}

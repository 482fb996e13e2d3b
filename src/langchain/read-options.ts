import type { Kwargs, RunnableConfig } from '../plan/config.js';

/** The keys of a config that mean the same in both libraries. */
const SHARED = [
  'tags',
  'metadata',
  'runName',
  'runId',
  'maxConcurrency',
  'recursionLimit',
  'configurable',
  'signal',
  'timeout',
  'callbacks',
] as const satisfies (keyof RunnableConfig)[];

/** What is no argument for the step; LangChain.js adds `runType` itself. */
const NO_KWARGS: ReadonlySet<string> = new Set([...SHARED, 'runType']);

/**
 * Splits the options with which LangChain.js or LangGraph.js calls a runnable: the keys that both libraries understand are
 * the config, and the rest, such as what was bound there, are kwargs of the step.
 */
export function readOptions(options: object): { readonly config: RunnableConfig; readonly kwargs: Kwargs } {
  const given = options as Readonly<Record<string, unknown>>;
  const config: Record<string, unknown> = {};
  for (const key of SHARED) if (isGiven(given[key])) config[key] = given[key];
  const rest = Object.entries(given).filter(([key, value]) => !NO_KWARGS.has(key) && isGiven(value));
  return { config, kwargs: Object.fromEntries(rest) };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

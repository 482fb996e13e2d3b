import type { Kwargs, RunnableConfig } from '../plan/config.js';

/** The keys of a config that both libraries understand. */
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

const TAKEN: ReadonlySet<string> = new Set([...SHARED, 'runType']);

/**
 * Reads the options that LangChain.js or LangGraph.js calls a runnable with: what both libraries understand is the
 * config, and the rest, such as what `bind` has bound there, are arguments for the step.
 */
export function readOptions(options: object): { readonly config: RunnableConfig; readonly kwargs: Kwargs } {
  const given = options as Readonly<Record<string, unknown>>;
  const config: Record<string, unknown> = {};
  for (const key of SHARED) if (isGiven(given[key])) config[key] = given[key];
  const rest = Object.entries(given).filter(([key, value]) => !TAKEN.has(key) && isGiven(value));
  return { config, kwargs: Object.fromEntries(rest) };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

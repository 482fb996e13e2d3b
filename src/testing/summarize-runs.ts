import type { RunCollector } from '../observe/run-collector.js';
import type { Run, RunType } from '../plan/run.js';

/** What of a run is the same whenever it is run: no ids, no times. Keys without a value are left out. */
export interface RunSummary {
  readonly name: string;
  readonly runType: RunType;
  readonly status: Run['status'];
  readonly input: unknown;
  /** Of a run that succeeded. */
  readonly output?: unknown;
  /** Of a run that failed. */
  readonly error?: unknown;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly children?: readonly RunSummary[];
}

/**
 * Gives what collected runs have in common with those of the next time, to be compared with what was written down.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 * import { collectRuns, summarizeRuns } from 'runwright/testing';
 *
 * const runs = collectRuns();
 * await RunnableLambda.from((x: number) => x + 1, { name: 'add' }).invoke(1, { callbacks: [runs], tags: ['a'] });
 * summarizeRuns(runs);
 * // => [{ name: 'add', runType: 'chain', status: 'succeeded', input: 1, output: 2, tags: ['a'] }]
 * ```
 */
export function summarizeRuns(runs: RunCollector): RunSummary[] {
  return runs.roots.map(summaryOf);
}

function summaryOf(run: Run): RunSummary {
  const { name, runType, status, input, output, error, tags, metadata, children } = run;
  return {
    ...{ name, runType, status, input },
    ...(status === 'succeeded' ? { output } : {}),
    ...(status === 'failed' ? { error } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(children.length > 0 ? { children: children.map(summaryOf) } : {}),
  };
}

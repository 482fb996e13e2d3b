import type { RunCollector } from '../observe/run-collector.js';
import type { Run, RunType } from '../plan/run.js';

/** What stays the same each time a run is repeated, so neither ids nor times. Keys without a value are left out. */
export interface RunSummary {
  readonly name: string;
  readonly runType: RunType;
  readonly status: Run['status'];
  readonly input: unknown;
  /** Present if the run succeeded. */
  readonly output?: unknown;
  /** Present if the run failed. */
  readonly error?: unknown;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly children?: readonly RunSummary[];
}

/**
 * Summarises collected runs by what stays the same each time, for comparison with an expected value or a snapshot.
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

import type { RunnableClass } from '../plan/class-types.js';
import type { TimeoutOptions } from '../plan/timeout-options.js';
import { declareWrapper } from './wrapper.js';

/**
 * Limits how long the class may take in total, until its first chunk, and between two chunks, as `withTimeout` does.
 *
 * @param limits - At least one limit, in milliseconds.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Runnable, Step, Timeout, type RunContext } from 'runwright';
 *
 * @Timeout({ total: 5_000 })
 * @Runnable()
 * class FetchPage extends Step<string, string> {
 *   async run(url: string, { signal }: RunContext): Promise<string> {
 *     return (await fetch(url, { signal })).text();
 *   }
 * }
 * ```
 */
export function Timeout(limits: TimeoutOptions): (target: RunnableClass) => void {
  return declareWrapper({ kind: 'timeout', decorator: '@Timeout', slots: [], options: limits });
}

import type { RunnableClass } from '../plan/class-types.js';
import type { RetryOptions } from '../plan/retry-options.js';
import { declareWrapper } from './wrapper.js';

/**
 * Runs the class again when it fails, as `withRetry` does: at most three times in all, with increasing waits, unless the
 * options say otherwise.
 *
 * @param options - Durations are in milliseconds.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Retry, Runnable, Step } from 'runwright';
 *
 * @Retry({ stopAfterAttempt: 5, retryOn: [TypeError] })
 * @Runnable()
 * class FetchPage extends Step<string, string> {
 *   async run(url: string): Promise<string> { return (await fetch(url)).text(); }
 * }
 * ```
 */
export function Retry(options: RetryOptions = {}): (target: RunnableClass) => void {
  return declareWrapper({ kind: 'retry', decorator: '@Retry', slots: [], options });
}

import type { RunnableClass } from '../plan/class-types.js';
import type { Listeners } from '../plan/observer.js';
import { declareWrapper } from './wrapper.js';

/**
 * Calls functions during each run of the class, as `withListeners` does: `onStart`, `onEnd` after a success, `onError`
 * after a failure, and `onFinally` after either.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Listen, Runnable, Step } from 'runwright';
 *
 * @Listen({ onError: (run) => console.error(run.path, run.error) })
 * @Runnable()
 * class Upper extends Step<string, string> {
 *   run(text: string): string { return text.toUpperCase(); }
 * }
 * ```
 */
export function Listen(listeners: Listeners): (target: RunnableClass) => void {
  return declareWrapper({ kind: 'listen', decorator: '@Listen', slots: [], options: listeners });
}

import type { RunnableClass } from '../plan/class-types.js';
import type { Listeners } from '../plan/observer.js';
import { declareWrapper } from './wrapper.js';

/**
 * Has functions called in the life of each run of the class: `onStart`, `onEnd` after a success, `onError` after a
 * failure, `onFinally` after either; as `withListeners` does.
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

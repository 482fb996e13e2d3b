import type { RunnableClass } from '../plan/class-types.js';
import type { RunnableConfig } from '../plan/config.js';
import { declareWrapper } from './wrapper.js';

/**
 * Binds a config to every run of the class, as `withConfig` does; the config of a call is merged over it.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Runnable, Step, WithConfig } from 'runwright';
 *
 * @WithConfig({ tags: ['billing'], timeout: 5_000 })
 * @Runnable()
 * class Charge extends Step<number, string> {
 *   run(cents: number): string { return `charged ${cents}`; }
 * }
 * ```
 */
export function WithConfig(config: RunnableConfig): (target: RunnableClass) => void {
  return declareWrapper({
    kind: 'config',
    decorator: '@WithConfig',
    slots: [],
    options: Object.freeze({ ...config }),
  });
}

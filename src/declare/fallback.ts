import type { ClassReplaceableBy } from '../plan/class-types.js';
import type { FallbackOptions } from '../plan/fallback-options.js';
import { listedSlots } from './slots.js';
import { declareWrapper } from './wrapper.js';

/**
 * Tries other steps, in order, when the class fails, as `withFallbacks` does.
 *
 * @param steps - Steps with the input and output of the class.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Fallback, Runnable, Step } from 'runwright';
 *
 * @Fallback([() => 'Nobody answers just now.'])
 * @Runnable()
 * class Ask extends Step<string, string> {
 *   run(): string { throw new Error('offline'); }
 * }
 * await new Ask().invoke('Hello?'); // => 'Nobody answers just now.'
 * ```
 */
export function Fallback<const F extends readonly unknown[]>(
  steps: F,
  options: FallbackOptions = {},
): (target: ClassReplaceableBy<F[number]>) => void {
  const slots = listedSlots(steps, 'fallback');
  return declareWrapper({ kind: 'fallback', decorator: '@Fallback', slots, options });
}

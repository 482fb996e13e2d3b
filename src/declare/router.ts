import type { KindOptions } from '../metadata/records.js';
import type { ClassDecoratorFor } from '../plan/class-types.js';
import type { RouterInput, RouterOutput } from '../plan/router-types.js';
import { declareKind } from './kind.js';
import { keyedSlots } from './slots.js';

/**
 * Declares a class as a router: for an input `{ key, input }`, the step under that key runs on the inner input.
 *
 * @param steps - Steps by key; see {@link Chain} for what can be one.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Router, Step } from 'runwright';
 *
 * @Router({ double: (value: number) => value * 2, square: (value: number) => value * value })
 * class Calculate extends Step<{ key: 'double' | 'square'; input: number }, number> {}
 *
 * await new Calculate().invoke({ key: 'square', input: 5 }); // => 25
 * ```
 */
export function Router<const T extends object>(
  steps: T,
  options: KindOptions = {},
): ClassDecoratorFor<RouterInput<T>, RouterOutput<T>> {
  return declareKind({ kind: 'router', decorator: '@Router', slots: keyedSlots(steps), options });
}

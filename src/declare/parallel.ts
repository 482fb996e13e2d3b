import type { KindOptions } from '../metadata/records.js';
import type { ClassDecoratorFor } from '../plan/class-types.js';
import type { InputOf, OutputOf } from '../plan/step-types.js';
import { declareKind } from './kind.js';
import { keyedSlots } from './slots.js';

/**
 * Declares a class as a map of steps: they run concurrently on the same input, and their outputs form one object.
 *
 * @param steps - Steps by key; see {@link Chain} for what can be one.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Parallel, Step } from 'runwright';
 *
 * @Parallel({ upper: (text: string) => text.toUpperCase(), length: (text: string) => text.length })
 * class Facts extends Step<string, { upper: string; length: number }> {}
 *
 * await new Facts().invoke('hello'); // => { upper: 'HELLO', length: 5 }
 * ```
 */
export function Parallel<const T extends object>(
  steps: T,
  options: KindOptions = {},
): ClassDecoratorFor<InputOf<T>, OutputOf<T>> {
  return declareKind({ kind: 'parallel', decorator: '@Parallel', slots: keyedSlots(steps), options });
}

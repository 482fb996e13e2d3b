import type { KindOptions } from '../metadata/records.js';
import type { ClassFor } from '../plan/class-types.js';
import type { Assigned } from '../plan/object-types.js';
import type { InputOf, OutputOf } from '../plan/step-types.js';
import { declareKind } from './kind.js';
import { keyedSlots } from './slots.js';

/**
 * Declares a class that adds keys to its input object: each step runs on the input, and its output becomes the value of its
 * key.
 *
 * @param steps - Steps by key; see {@link Chain} for what can be one.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Assign, Step } from 'runwright';
 *
 * @Assign({ words: ({ text }: { text: string }) => text.split(' ').length })
 * class Count extends Step<{ text: string }, { text: string; words: number }> {}
 *
 * await new Count().invoke({ text: 'hello world' }); // => { text: 'hello world', words: 2 }
 * ```
 */
export function Assign<const M extends object>(
  steps: M,
  options: KindOptions = {},
): <I extends InputOf<M>>(target: ClassFor<I, Assigned<I, OutputOf<M>>>) => void {
  return declareKind({ kind: 'assign', decorator: '@Assign', slots: keyedSlots(steps), options });
}

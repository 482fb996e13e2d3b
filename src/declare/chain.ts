import type { KindOptions } from '../metadata/records.js';
import type { ChainInput, ChainOutput, CheckedSteps } from '../plan/chain-types.js';
import type { ClassDecoratorFor } from '../plan/class-types.js';
import { declareKind } from './kind.js';
import { listedSlots } from './slots.js';

/**
 * Declares a class as a chain: its steps run one after another, each on the output of the previous one.
 *
 * The compiler checks that each step accepts the output of the previous one, and that the class declares the input of the
 * first and the output of the last.
 *
 * @param steps - At least two; each is a class, a runnable, a function, an object of these (run in parallel), or a `ref`.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Chain, Runnable, Step, createApp } from 'runwright';
 *
 * @Runnable()
 * class Trim extends Step<string, string> {
 *   run(text: string): string { return text.trim(); }
 * }
 *
 * @Chain([Trim, { text: (text: string) => text, length: (text: string) => text.length }])
 * class Measure extends Step<string, { text: string; length: number }> {}
 *
 * const app = await createApp({ runnables: [Measure] });
 * await app.get(Measure).invoke(' four '); // => { text: 'four', length: 4 }
 * ```
 */
export function Chain<const T extends readonly unknown[]>(
  steps: T & CheckedSteps<T>,
  options: KindOptions = {},
): ClassDecoratorFor<ChainInput<T>, ChainOutput<T>> {
  return declareKind({ kind: 'chain', decorator: '@Chain', slots: listedSlots(steps, 'step'), options });
}

import type { KindOptions } from '../metadata/records.js';
import type { ClassDecoratorFor } from '../plan/class-types.js';
import type { InputOf, OutputOf } from '../plan/step-types.js';
import { declareKind } from './kind.js';

/**
 * Declares a class that runs a step on all elements of a list concurrently and returns the list of the outputs.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Each, Step } from 'runwright';
 *
 * @Each((text: string) => text.length)
 * class Lengths extends Step<readonly string[], number[]> {}
 *
 * await new Lengths().invoke(['a', 'bc']); // => [1, 2]
 * ```
 */
export function Each<const S>(
  step: S,
  options: KindOptions = {},
): ClassDecoratorFor<readonly InputOf<S>[], OutputOf<S>[]> {
  return declareKind({ kind: 'each', decorator: '@Each', slots: [{ label: 'step', value: step }], options });
}

import type { KindOptions } from '../metadata/records.js';
import type { BranchInput, BranchOutput, CheckedBranches } from '../plan/branch-types.js';
import type { ClassDecoratorFor } from '../plan/class-types.js';
import { declareKind } from './kind.js';

/**
 * Declares a class as a branch: the input goes to the step of the first condition that holds, or else to the last step.
 *
 * @param branches - Pairs of a condition and a step, and finally the step for every other input.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Branch, Step } from 'runwright';
 *
 * @Branch([
 *   [(text: string) => text.startsWith('math:'), (text: string) => `maths on ${text}`],
 *   (text: string) => `talk about ${text}`,
 * ])
 * class Route extends Step<string, string> {}
 *
 * await new Route().invoke('math: 1 + 1'); // => 'maths on math: 1 + 1'
 * ```
 */
export function Branch<const T extends readonly unknown[]>(
  branches: T & CheckedBranches<T>,
  options: KindOptions = {},
): ClassDecoratorFor<BranchInput<T>, BranchOutput<T>> {
  const list: readonly unknown[] = branches;
  const pairs = list.slice(0, -1).flatMap((pair, index) => {
    const [condition, step] = Array.isArray(pair) ? (pair as unknown[]) : [pair, undefined];
    return [
      { label: `condition ${index + 1}`, value: condition },
      { label: `branch ${index + 1}`, value: step },
    ];
  });
  const slots = [...pairs, { label: 'branch for all else', value: list.at(-1) }];
  return declareKind({ kind: 'branch', decorator: '@Branch', slots, options });
}

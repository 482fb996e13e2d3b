import type { KindOptions } from '../metadata/records.js';
import type { ClassFor } from '../plan/class-types.js';
import type { Picked } from '../plan/object-types.js';
import { declareKind } from './kind.js';

/**
 * Declares a class that picks from its input object: for a key the value, for a list of keys an object with just these.
 *
 * @param keys - A key, or a list of keys.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Pick, Step } from 'runwright';
 *
 * @Pick(['name'])
 * class Name extends Step<{ name: string; age: number }, { name: string }> {}
 *
 * await new Name().invoke({ name: 'Ada', age: 36 }); // => { name: 'Ada' }
 * ```
 */
export function Pick<const K extends string | readonly string[]>(
  keys: K,
  options: KindOptions = {},
): <I extends object>(target: ClassFor<I, Picked<I, K>>) => void {
  return declareKind({ kind: 'pick', decorator: '@Pick', slots: [], settings: keys, options });
}

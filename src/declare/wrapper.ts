import type { Class } from '../metadata/class.js';
import { declare } from '../metadata/declaration.js';
import type { WrapperRecord } from '../metadata/records.js';

/** Makes a class decorator that wraps the class: the higher a decorator in the source, the further out its wrapper. */
export function declareWrapper(record: WrapperRecord): (target: Class) => void {
  const frozen = Object.freeze({ ...record, slots: Object.freeze([...record.slots]) });
  return (target) => {
    declare(target, (own) => ({ ...own, wrappers: [frozen, ...own.wrappers] }));
  };
}

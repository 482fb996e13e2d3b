import type { Class } from '../metadata/class.js';
import { declare } from '../metadata/declaration.js';
import type { WrapperRecord } from '../metadata/records.js';

/** Makes a class decorator that puts something around the class: what stands higher in the source is further out. */
export function declareWrapper(record: WrapperRecord): (target: Class) => void {
  const frozen = Object.freeze({ ...record, slots: Object.freeze([...record.slots]) });
  return (target) => {
    declare(target, (own) => ({ ...own, wrappers: [frozen, ...own.wrappers] }));
  };
}

import type { Class } from '../metadata/class.js';
import { declare } from '../metadata/declaration.js';
import { noteDeclaredAt } from '../metadata/declared-at.js';
import type { KindRecord } from '../metadata/records.js';

/** Makes a class decorator that declares what kind of runnable the class is. */
export function declareKind(record: KindRecord): (target: Class) => void {
  const frozen = Object.freeze({
    ...record,
    slots: Object.freeze([...record.slots]),
    options: Object.freeze({ ...record.options }),
  });
  return function decorate(target) {
    const declaredAt = noteDeclaredAt(decorate);
    // Decorators are applied from the bottom up, and the list is in the order of the source.
    declare(target, (own) => ({
      ...own,
      kinds: [frozen, ...own.kinds],
      declaredAt: own.declaredAt ?? declaredAt,
    }));
  };
}

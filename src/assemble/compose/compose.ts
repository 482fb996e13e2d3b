import type { Class } from '../../metadata/class.js';
import type { Declaration, KindRecord, Slot, WrapperRecord } from '../../metadata/records.js';
import type { Node } from '../../plan/node.js';
import { KINDS } from './kinds.js';
import { WRAPPERS } from './wrappers.js';

/** Makes the node of a slot. */
export type StepOf = (slot: Slot) => Node;

/**
 * Makes the node of a declared class: its kind, inside the wrappers, the outermost of which stands first.
 *
 * The declaration has been inspected: there is one kind, and what the slots hold is there.
 */
export function compose(type: Class, declaration: Declaration, instance: object, stepOf: StepOf): Node {
  const { kinds, wrappers } = declaration;
  const kind = kinds[0] as KindRecord;
  const name = nameOf(type, kind, instance);
  const parts = { type, instance, name };
  const inner = known(KINDS, kind)({ ...parts, record: kind, steps: kind.slots.map(stepOf) });
  return wrappers.reduceRight(
    (node, record) => known(WRAPPERS, record)(node, { ...parts, record, steps: record.slots.map(stepOf) }),
    inner,
  );
}

/** The name in the decorator, or else one that the instance bears, or else the class's. */
function nameOf(type: Class, { options }: KindRecord, instance: object): string {
  const own: unknown = Object.getOwnPropertyDescriptor(instance, 'name')?.value;
  return options.name ?? (typeof own === 'string' && own !== '' ? own : type.name);
}

function known<C>(table: Readonly<Record<string, C>>, { kind, decorator }: KindRecord | WrapperRecord): C {
  const found = table[kind];
  // Another copy of the library, newer than this one, may have written the record.
  if (found === undefined)
    throw new TypeError(`This copy of runwright does not know ${decorator}; install one version only.`);
  return found;
}

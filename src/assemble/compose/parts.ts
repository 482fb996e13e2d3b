import type { Class } from '../../metadata/class.js';
import type { KindRecord, WrapperRecord } from '../../metadata/records.js';
import type { Node } from '../../plan/node.js';

/** What a node of a declared class is made of. */
export interface Parts<R = KindRecord> {
  readonly type: Class;
  readonly record: R;
  /** The steps of the record, in the order of its slots. */
  readonly steps: readonly Node[];
  /** The instance that the container made of the class. */
  readonly instance: object;
  /** Name of the class's runs. */
  readonly name: string;
}

/** Makes the node of a class from its kind. */
export type ComposeKind = (parts: Parts) => Node;

/** Puts what a decorator says around the node of a class. */
export type ComposeWrapper = (inner: Node, parts: Parts<WrapperRecord>) => Node;

/** The steps of a record by their keys. */
export function keyed({ record, steps }: Parts): Record<string, Node> {
  return Object.fromEntries(record.slots.map(({ key }, index) => [key ?? '', steps[index] as Node]));
}

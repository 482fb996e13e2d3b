import type { Class } from '../../metadata/class.js';
import type { KindRecord, WrapperRecord } from '../../metadata/records.js';
import type { Node } from '../../plan/node.js';

/** What the node of a declared class is made of. */
export interface KindParts {
  readonly type: Class;
  readonly record: KindRecord;
  /** The steps of the record, in the order of its slots. */
  readonly steps: readonly Node[];
  /** The instance of the class. */
  readonly instance: object;
  /** Name of the class's runs. */
  readonly name: string;
}

/** What a wrapper is made of, beside the node inside it. */
export interface WrapperParts {
  readonly type: Class;
  readonly record: WrapperRecord;
  /** The steps of the record, in the order of its slots. */
  readonly steps: readonly Node[];
  /** What is injected into the wrapper, in the order of its slots. */
  readonly services: readonly unknown[];
  /** The application's value of a configurable field; undefined where it has none. */
  readonly configured: (id: string) => unknown;
}

/** Makes the node of a class from its kind. */
export type ComposeKind = (parts: KindParts) => Node;

/** Puts what a decorator says around the node of a class. */
export type ComposeWrapper = (inner: Node, parts: WrapperParts) => Node;

/** The steps of a record by their keys. */
export function keyed({ record, steps }: Pick<WrapperParts, 'record' | 'steps'>): Record<string, Node> {
  return Object.fromEntries(record.slots.map(({ key }, index) => [key ?? '', steps[index] as Node]));
}

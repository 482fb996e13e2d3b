import type { Class } from '../../metadata/class.js';
import type { KindRecord, WrapperRecord } from '../../metadata/records.js';
import type { Node } from '../../plan/node.js';
import type { Carrier } from '../../plan/step-types.js';
import type { RunnableBase } from '../../run/runnable.js';

/** What the node of a declared class is made from. */
export interface KindParts {
  readonly type: Class;
  readonly record: KindRecord;
  /** The steps of the record, in the order of its slots. */
  readonly steps: readonly Node[];
  /** The instance of the class. */
  readonly instance: object;
  /** The name of the runs of the class. */
  readonly name: string;
}

/** What a wrapper is made from, besides the node inside it. */
export interface WrapperParts {
  readonly type: Class;
  readonly record: WrapperRecord;
  /** The steps of the record, in the order of its slots. */
  readonly steps: readonly Node[];
  /** The services injected into the wrapper, in the order of its slots. */
  readonly services: readonly unknown[];
  /** The application's value of a configurable field; undefined where it has none. */
  readonly configured: (id: string) => unknown;
}

/** Makes the node of a class from its kind. */
export type ComposeKind = (parts: KindParts) => Node;

/** Wraps the node of a class in what a decorator declares. */
export type ComposeWrapper = (inner: Node, parts: WrapperParts) => Node;

/** The steps of a record by their keys. */
export function keyed({
  record,
  steps,
}: Pick<WrapperParts, 'steps'> & { readonly record: Pick<WrapperRecord, 'slots'> }): Record<string, Node> {
  return Object.fromEntries(record.slots.map(({ key }, index) => [key ?? '', steps[index] as Node]));
}

/** A node in the type that the constructors of combinators take. */
export function asStep(node: Node): Carrier<unknown, unknown> {
  return node as object as Carrier<unknown, unknown>;
}

/** Nodes by key in the type that the constructors of combinators take. */
export function asSteps(
  nodes: Readonly<Record<string, Node>>,
): Readonly<Record<string, Carrier<unknown, unknown>>> {
  return nodes as object as Readonly<Record<string, Carrier<unknown, unknown>>>;
}

/** A node with the public methods that all nodes of this library have. */
export function asRunnable(node: Node): RunnableBase {
  return node as object as RunnableBase;
}

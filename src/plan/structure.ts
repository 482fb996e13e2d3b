import type { RunnableConfig } from './config.js';
import type { ConfigurableFieldSpec } from './field.js';

/**
 * How the parts of a node are connected.
 *
 * - `leaf`: it has no parts that data runs through.
 * - `chain`: one part after another.
 * - `fork`: every part gets the node's input.
 * - `choice`: one of the parts gets the input.
 * - `cascade`: the first part gets the input, each later one only if the part before it has failed.
 * - `wrap`: the first part takes the node's place.
 */
export type Shape = 'leaf' | 'chain' | 'fork' | 'choice' | 'cascade' | 'wrap';

/** A node inside another, with its role there. */
export interface Part<N> {
  readonly node: N;
  /** Distinguishes it from the other parts: its key, its condition, its number. */
  readonly label?: string | undefined;
  /** `condition` decides and passes no data on; `beside` runs next to the part that a `wrap` stands for. */
  readonly role?: 'condition' | 'beside' | undefined;
  /** The config that its parent binds to it; a config given for the whole takes precedence. */
  readonly config?: RunnableConfig | undefined;
}

/** The declared or inherent types of a node, in any form that `withTypes` accepts. */
export interface NodeTypes {
  readonly input?: unknown;
  readonly output?: unknown;
}

/** What recreates a node: the name of its class, and named arguments that consist of plain data and nodes. */
export interface Recipe {
  readonly type: string;
  /** Where the class belongs, if it is not a class of the core. */
  readonly namespace?: readonly string[] | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * What a node consists of, as plain data. Schemas, graphs and the serialised form are derived from it, so that they and
 * the nodes are independent of each other.
 */
export interface Structure<N> {
  readonly shape: Shape;
  readonly parts: readonly Part<N>[];
  readonly types?: NodeTypes | undefined;
  /** Why the parts may run more than once for one input, such as `retry, at most 3 attempts`; a label of the graph. */
  readonly again?: string | undefined;
  /** What can be configured here and in all parts; collected from the parts if undefined. */
  readonly specs?: (() => readonly ConfigurableFieldSpec[]) | undefined;
  /** Undefined if the node contains code, which cannot be serialised. */
  readonly recipe?: Recipe | undefined;
}

/** The structure of a node without parts and without declared types. */
export const LEAF: Structure<never> = Object.freeze({ shape: 'leaf', parts: Object.freeze([]) });

import type { RunnableConfig } from './config.js';
import type { ConfigurableFieldSpec } from './field.js';

/**
 * How a node's parts are joined.
 *
 * - `leaf`: it has no parts that data runs through.
 * - `chain`: one part after another.
 * - `fork`: every part gets the node's input.
 * - `choice`: one of the parts gets the input.
 * - `cascade`: the first part gets the input, each other one where the part before has failed.
 * - `wrap`: the first part takes the node's place.
 */
export type Shape = 'leaf' | 'chain' | 'fork' | 'choice' | 'cascade' | 'wrap';

/** A node inside another, with the part it plays there. */
export interface Part<N> {
  readonly node: N;
  /** What tells it from the other parts: its key, its condition, its number. */
  readonly label?: string | undefined;
  /** `condition` decides and passes nothing on; `beside` works next to the part that a `wrap` stands for. */
  readonly role?: 'condition' | 'beside' | undefined;
  /** The config that its parent binds to it; what the whole is looked at with counts over that. */
  readonly config?: RunnableConfig | undefined;
}

/** The types that were declared for a node, or follow from what it does; whatever `withTypes` takes. */
export interface NodeTypes {
  readonly input?: unknown;
  readonly output?: unknown;
}

/** What makes a node anew: the name of its class, and named arguments that are plain data, nodes, or made of these. */
export interface Recipe {
  readonly type: string;
  /** Where the class is found, if it is not a class of the core. */
  readonly namespace?: readonly string[] | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * What a node is made of, as plain facts. Schemas, graphs and the serialised form are read from it, so that no node
 * knows any of them, and they know no node.
 */
export interface Structure<N> {
  readonly shape: Shape;
  readonly parts: readonly Part<N>[];
  readonly types?: NodeTypes | undefined;
  /** Why the parts may run more than once for one input, such as `retry, at most 3 attempts`. */
  readonly again?: string | undefined;
  /** What can be configured here and in all parts, where that is more than what the parts tell. */
  readonly specs?: (() => readonly ConfigurableFieldSpec[]) | undefined;
  /** Absent where code is a part of it, which cannot be written down. */
  readonly recipe?: Recipe | undefined;
}

/** The structure of a node that has no parts and says nothing of its types. */
export const LEAF: Structure<never> = Object.freeze({ shape: 'leaf', parts: Object.freeze([]) });

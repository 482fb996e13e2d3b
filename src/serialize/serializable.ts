import type { Node } from '../plan/node.js';
import { classOf } from '../run/class-of.js';
import { StepNode } from '../run/step-node.js';

/** Where all runnables of the library are found. */
export const CORE: readonly string[] = ['langchain', 'schema', 'runnable'];

/** Where classes of one's own are found that say nothing else. */
const OWN: readonly string[] = ['runwright', 'classes'];

/** What a class may say of its serialised form. */
export interface SerializableClass {
  readonly name: string;
  /** The path to it, without its name. */
  readonly lcNamespace?: readonly string[];
  /** Whether its instances are made anew by `new Class(kwargs)`. */
  isLcSerializable?(): boolean;
  /** The path to it, with its name. */
  lcId?(): readonly string[];
}

/** The path under which a class is found: that which it tells itself, or else its name among all classes. */
export function idOfClass(type: SerializableClass): readonly string[] {
  if (typeof type.lcId === 'function') return type.lcId();
  return [...(type.lcNamespace ?? OWN), type.name];
}

/** The path under which the class of a runnable is found. */
export function idOf(node: Node): readonly string[] {
  const own = declaredClass(node);
  if (own !== undefined) return idOfClass(own);
  const { recipe } = node.structure();
  return [...(recipe?.namespace ?? CORE), recipe?.type ?? node.constructor.name];
}

/** The class of one's own that a node stands for: a declared one, or one that says that it can be made anew. */
export function declaredClass(node: Node): SerializableClass | undefined {
  const declared = classOf(node) as SerializableClass | undefined;
  if (declared !== undefined) return declared;
  const type = node.constructor as unknown as SerializableClass;
  return type.isLcSerializable?.() === true || type.lcNamespace !== undefined || type.lcId !== undefined
    ? type
    : undefined;
}

/** What declares the attributes and secrets of a node: the instance of a decorated class, or the node itself. */
export function serializableOf(node: Node): SerializableInstance {
  const instance: object = node instanceof StepNode ? node.instance : node;
  return instance;
}

/** What an instance may declare of its serialised form. */
export interface SerializableInstance {
  /** Further arguments that make it. */
  readonly lcAttributes?: Readonly<Record<string, unknown>>;
  /** For arguments that are secret, the ids of the secrets; the path of a nested one has dots. */
  readonly lcSecrets?: Readonly<Record<string, string>>;
}

import type { Node } from '../plan/node.js';
import { classOf } from '../run/class-of.js';
import { StepNode } from '../run/step-node.js';

/** The namespace of the runnables of the library. */
export const CORE: readonly string[] = ['langchain', 'schema', 'runnable'];

/** The namespace of classes of an application that declare none. */
const OWN: readonly string[] = ['runwright', 'classes'];

/** Static members by which a class declares its serialised form. */
export interface SerializableClass {
  readonly name: string;
  /** Its namespace: its id without its name. */
  readonly lcNamespace?: readonly string[];
  /** Whether its instances can be built by `new Class(kwargs)`. */
  isLcSerializable?(): boolean;
  /** Its id: its namespace and its name. */
  lcId?(): readonly string[];
}

/** The id of a class: the one that it declares, or its name in the namespace of all classes. */
export function idOfClass(type: SerializableClass): readonly string[] {
  if (typeof type.lcId === 'function') return type.lcId();
  return [...(type.lcNamespace ?? OWN), type.name];
}

/** The id of the class of a node. */
export function idOf(node: Node): readonly string[] {
  const own = declaredClass(node);
  if (own !== undefined) return idOfClass(own);
  const { recipe } = node.structure();
  return [...(recipe?.namespace ?? CORE), recipe?.type ?? node.constructor.name];
}

/** The class of the application behind a node: a decorated one, or one that declares its serialised form. */
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

/** Members by which an instance declares its serialised form. */
export interface SerializableInstance {
  /** Further arguments of its constructor. */
  readonly lcAttributes?: Readonly<Record<string, unknown>>;
  /** The ids of secrets by the names of arguments; the name of a nested one is a path with dots. */
  readonly lcSecrets?: Readonly<Record<string, string>>;
}

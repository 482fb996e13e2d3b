import type { Node } from '../plan/node.js';

/** What LangChain.js calls the serialized form of a runnable, as handlers are given it. */
export interface Serialized {
  readonly lc: 1;
  readonly type: string;
  readonly id: readonly string[];
  readonly name?: string;
}

const known = new WeakMap<object, Serialized>();

/** The serialized form of a runnable, made once. */
export function serializedOf(node: Node): Serialized {
  let serialized = known.get(node);
  if (serialized === undefined) known.set(node, (serialized = serialize(node)));
  return serialized;
}

function serialize(node: Node): Serialized {
  return {
    lc: 1,
    type: 'not_implemented',
    id: ['langchain', 'schema', 'runnable', node.constructor.name],
    name: node.getName(),
  };
}

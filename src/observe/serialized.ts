import type { Node } from '../plan/node.js';

/** The serialised form of a runnable as LangChain.js handlers get it. */
export interface Serialized {
  readonly lc: 1;
  readonly type: string;
  readonly id: readonly string[];
  readonly name?: string;
}

const known = new WeakMap<object, Serialized>();

/** The serialised form of a runnable, made once; for one that cannot be serialised, its class and name only. */
export function serializedOf(node: Node): Serialized {
  let serialized = known.get(node);
  if (serialized === undefined) known.set(node, (serialized = serialize(node)));
  return serialized;
}

function serialize(node: Node): Serialized {
  const { toJSON } = node as Node & { toJSON?: (this: Node) => Serialized };
  try {
    if (toJSON !== undefined) return toJSON.call(node);
  } catch {
    // A run must not fail because a handler is to be shown what its runnable does not have.
  }
  return {
    lc: 1,
    type: 'not_implemented',
    id: ['langchain', 'schema', 'runnable', node.constructor.name],
    name: node.getName(),
  };
}

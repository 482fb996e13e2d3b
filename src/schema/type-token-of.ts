import { NoTypeError } from '../errors/no-type-error.js';
import { inputSchemaOf, outputSchemaOf } from './schema-of.js';
import type { Described } from './described.js';
import { saysType } from './json-schema.js';

/**
 * What stands for the type that a runnable takes or gives: what was declared for it or for the part that decides it, or
 * else a JSON Schema of what follows from its parts.
 *
 * @throws {@link NoTypeError} where neither says anything.
 */
export function typeTokenOf(node: Described, side: 'input' | 'output'): unknown {
  const schema = side === 'input' ? inputSchemaOf(node) : outputSchemaOf(node);
  if (schema.token !== undefined) return schema.token;
  const json = schema.toJsonSchema();
  if (!saysType(json)) throw new NoTypeError(node.getName(), side);
  return json;
}

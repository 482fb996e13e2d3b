import { NoTypeError } from '../errors/no-type-error.js';
import { inputSchemaOf, outputSchemaOf } from './schema-of.js';
import type { Described } from './described.js';
import { saysType } from './json-schema.js';

/**
 * The type of the input or output of a runnable: the one declared for it or for the part that decides it, or a JSON
 * Schema that follows from its parts.
 *
 * @throws {@link NoTypeError} if it is neither declared nor follows from the parts.
 */
export function typeTokenOf(node: Described, side: 'input' | 'output'): unknown {
  const schema = side === 'input' ? inputSchemaOf(node) : outputSchemaOf(node);
  if (schema.token !== undefined) return schema.token;
  const json = schema.toJsonSchema();
  if (!saysType(json)) throw new NoTypeError(node.getName(), side);
  return json;
}

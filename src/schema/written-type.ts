import type { JsonSchema } from './json-schema.js';
import { Schema } from './schema.js';
import type { Type } from './type.js';
import { FieldsType } from './types/fields-type.js';
import { JsonType } from './types/json-type.js';
import { PrimitiveType } from './types/primitive-type.js';

/** The serialised form of a type, a JSON Schema; undefined for a class or a standard schema, which are code. */
export function writtenType(token: unknown): JsonSchema | undefined {
  const primitive = PrimitiveType.of(token);
  if (primitive !== undefined) return primitive.toJsonSchema();
  if (token instanceof Schema) return isData(token.type) ? token.type.toJsonSchema() : undefined;
  return typeof token === 'object' && token !== null && !('~standard' in token)
    ? (token as JsonSchema)
    : undefined;
}

function isData(type: Type): boolean {
  if (type instanceof FieldsType) return [...type.types.values()].every(isData);
  return type instanceof JsonType || type instanceof PrimitiveType;
}

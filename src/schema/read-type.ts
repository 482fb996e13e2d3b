import { InvalidOptionError } from '../errors/declaration-errors.js';
import { isClass } from '../metadata/class.js';
import type { JsonSchema } from './json-schema.js';
import { Schema } from './schema.js';
import type { Type } from './type.js';
import { ClassType } from './types/class-type.js';
import { JsonType } from './types/json-type.js';
import { PrimitiveType } from './types/primitive-type.js';
import { isStandard, StandardType } from './types/standard-type.js';

const known = new WeakMap<object, Type>();

/**
 * Reads the declaration of a type: a class, a JSON Schema, a standard schema, or String, Number, Boolean.
 *
 * @param place - Where the type is declared, such as `Retrieve, input`, for the error.
 * @throws {@link InvalidOptionError} for anything else.
 */
export function readType(token: unknown, place: string): Type {
  const primitive = PrimitiveType.of(token);
  if (primitive !== undefined) return primitive;
  if ((typeof token !== 'object' && typeof token !== 'function') || token === null)
    return refuse(token, place);
  const type = known.get(token) ?? make(token, place);
  known.set(token, type);
  return type;
}

function make(token: object, place: string): Type {
  if (token instanceof Schema) return token.type;
  if (isStandard(token)) return new StandardType(token);
  if (isClass(token)) return new ClassType(token);
  return typeof token === 'function' || Array.isArray(token)
    ? refuse(token, place)
    : new JsonType(token as JsonSchema);
}

function refuse(token: unknown, place: string): never {
  throw new InvalidOptionError(
    place,
    'the type',
    'a class, a JSON Schema, a standard schema, or String, Number or Boolean',
    token,
  );
}

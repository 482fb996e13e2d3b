import type { ValidationFault } from '../errors/validation-error.js';
import type { JsonSchema } from './json-schema.js';
import { received } from './received.js';
import { pathText } from './value-path.js';

/** What happens to properties that a type does not declare: they are kept, removed, or make the value invalid. */
export type UnknownProperties = 'keep' | 'strip' | 'refuse';

/** A valid value, converted by its type, or what is wrong with it. */
export type Checked =
  { readonly value: unknown; readonly faults?: undefined } | { readonly faults: readonly ValidationFault[] };

/** A declared type: a class, a JSON Schema, a standard schema, or a primitive one. */
export interface Type {
  /** Its own name, as a class has; undefined for a type without one. */
  readonly title: string | undefined;
  /** Returns its JSON Schema, which may have definitions at the root. */
  toJsonSchema(): JsonSchema;
  /** Validates and converts a value; the value itself is not changed. */
  check(value: unknown, unknownProperties: UnknownProperties): Checked | Promise<Checked>;
}

/** The result for a valid value. */
export function valid(value: unknown): Checked {
  return { value };
}

/** The result for a value that is invalid as a whole. */
export function invalid(constraint: string, message: string, value: unknown): Checked {
  return { faults: [fault([], constraint, message, value)] };
}

/** A fault of a value; `value` is the value at the path. */
export function fault(
  keys: readonly PropertyKey[],
  constraint: string,
  message: string,
  value: unknown,
): ValidationFault {
  return { path: pathText(keys), keys, constraint, received: received(value), message };
}

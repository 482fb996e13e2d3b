import type { ValidationFault } from '../errors/validation-error.js';
import type { JsonSchema } from './json-schema.js';
import { received } from './received.js';
import { pathText } from './value-path.js';

/** What becomes of properties that a type does not know: they stay, are left out, or make the value invalid. */
export type UnknownProperties = 'keep' | 'strip' | 'refuse';

/** A value as its type wants it, or what is wrong with it. */
export type Checked =
  { readonly value: unknown; readonly faults?: undefined } | { readonly faults: readonly ValidationFault[] };

/** A type that was declared by one of the tokens that stand for types. */
export interface Type {
  /** The name that it has by itself, as a class has. */
  readonly title: string | undefined;
  /** Its JSON Schema; it may have definitions at the root. */
  toJsonSchema(): JsonSchema;
  /** Checks a value, which stays as it is: what the type changes, it changes in a copy. */
  check(value: unknown, unknownProperties: UnknownProperties): Checked | Promise<Checked>;
}

/** A value with which nothing is wrong. */
export function valid(value: unknown): Checked {
  return { value };
}

/** What is wrong with a value as a whole. */
export function invalid(constraint: string, message: string, value: unknown): Checked {
  return { faults: [fault([], constraint, message, value)] };
}

/** One thing that is wrong; `value` is what stands at the place. */
export function fault(
  keys: readonly PropertyKey[],
  constraint: string,
  message: string,
  value: unknown,
): ValidationFault {
  return { path: pathText(keys), keys, constraint, received: received(value), message };
}

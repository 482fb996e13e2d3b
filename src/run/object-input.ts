import { InvalidInputError } from '../errors/run-errors.js';
import type { Node } from '../plan/node.js';

/** An input that is an object. */
export type ObjectInput = Readonly<Record<string, unknown>>;

/**
 * Checks that an input is an object.
 *
 * @throws {@link InvalidInputError} for anything else, and for a list.
 */
export function checkObject(node: Node<never>, input: unknown): ObjectInput {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as ObjectInput;
  throw new InvalidInputError(node.getName(), 'an object', input);
}

/** Tells whether an object has a key, of its own or from its class, that is not just a member of every object. */
export function hasKey(values: ObjectInput, key: string): boolean {
  return Object.hasOwn(values, key) || (key in values && !(key in Object.prototype));
}

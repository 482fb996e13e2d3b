import { InvalidInputError } from '../errors/run-errors.js';
import type { Node } from '../plan/node.js';

/** An input that is an object. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Checks that an input is an object.
 *
 * @throws {@link InvalidInputError} for anything else, and for a list.
 */
export function checkValues(node: Node<never>, input: unknown): Values {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Values;
  throw new InvalidInputError(node.getName(), 'an object', input);
}

/** Tells whether an object has a key, of its own or from its class, that is not just a member of every object. */
export function hasValue(values: Values, key: string): boolean {
  return Object.hasOwn(values, key) || (key in values && !(key in Object.prototype));
}

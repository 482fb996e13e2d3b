import { InvalidInputError } from '../errors/run-errors.js';
import type { Node } from '../plan/node.js';

/** An input whose keys can be read. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Checks that an input has keys.
 *
 * @throws {@link InvalidInputError} for anything but an object that is no list.
 */
export function checkValues(node: Node<never>, input: unknown): Values {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Values;
  throw new InvalidInputError(node.getName(), 'an object', input);
}

/** Tells whether an object has a key as data: its own, or that of a class, but none that every object has. */
export function hasValue(values: Values, key: string): boolean {
  return Object.hasOwn(values, key) || (key in values && !(key in Object.prototype));
}

import { checkConfigurableId } from '../errors/configurable-id.js';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { Node } from '../plan/node.js';

/**
 * Checks that an argument of a method is an object.
 *
 * @throws {@link InvalidOptionError} for anything else, and for a list.
 */
export function checkOption(where: string, option: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidOptionError(where, option, 'an object', value);
  }
}

/**
 * Checks that an argument says by which id something can be configured.
 *
 * @throws {@link InvalidOptionError} for anything else.
 */
export function checkField(where: string, option: string, value: unknown): void {
  checkOption(where, option, value);
  checkConfigurableId(`${where}, ${option}`, (value as { readonly id?: unknown }).id);
}

/**
 * Checks that an argument can be iterated over, at once or asynchronously.
 *
 * @throws {@link InvalidOptionError} for anything else.
 */
export function checkIterable(node: Node<never>, method: string, option: string, value: unknown): void {
  const { [Symbol.iterator]: now, [Symbol.asyncIterator]: later } = (value ?? {}) as Partial<
    Iterable<unknown> & AsyncIterable<unknown>
  >;
  if (typeof now !== 'function' && typeof later !== 'function') {
    throw new InvalidOptionError(`${node.getName()}.${method}`, option, 'an iterable', value);
  }
}

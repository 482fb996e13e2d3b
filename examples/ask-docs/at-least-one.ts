import { UserError } from './user-error.js';

/**
 * Gives back a number that counts something.
 *
 * @throws {@link UserError} if it is no whole number, or less than one.
 */
export function atLeastOne(id: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UserError(`"${id}" must be a whole number from 1, got ${value}.`);
}

import { InvalidOptionError } from './declaration-errors.js';

/**
 * Checks the id of something configurable.
 *
 * A member that every object has, such as `toString`, would seem to be given by every call.
 *
 * @throws {@link InvalidOptionError} for what is no text, for an empty one, and for the name of such a member.
 */
export function checkConfigurableId(where: string, id: unknown): void {
  if (typeof id !== 'string' || id === '') {
    throw new InvalidOptionError(where, 'id', 'a text that is not empty', id);
  }
  if (id in Object.prototype) {
    throw new InvalidOptionError(where, 'id', 'a name that not every object has', id);
  }
}

import { InvalidOptionError } from '../errors/declaration-errors.js';
import { isClass } from '../metadata/class.js';

/**
 * Checks a list of decorated classes, since one may be missing whatever the compiler says.
 *
 * @throws {@link InvalidOptionError} for anything but classes.
 */
export function checkRunnables(where: string, runnables: unknown): void {
  if (!Array.isArray(runnables))
    throw new InvalidOptionError(where, 'runnables', 'a list of classes', runnables);
  runnables.forEach((type: unknown, index) => {
    if (isClass(type)) return;
    // Where modules import each other, the class of the one that is loaded later is still undefined.
    const hint = type === undefined ? ' (do the modules import each other?)' : '';
    throw new InvalidOptionError(where, `runnables[${String(index)}]`, `a decorated class${hint}`, type);
  });
}

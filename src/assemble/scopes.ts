import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';

/** Tells a class of which each root run has an instance of its own. */
export function isRunScoped(identifier: unknown): identifier is Class {
  return isClass(identifier) && declarationOf(identifier)?.kinds[0]?.options.scope === 'run';
}

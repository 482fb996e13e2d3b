import { decorate, injectable, injectFromBase } from 'inversify';
import { baseOf, type Class } from '../metadata/class.js';
import { constructorArgumentsOf, hasTypes, isInjectable } from './dependencies.js';
import { declarationOf } from '../metadata/declaration.js';

/**
 * Marks a decorated class as injectable, once, so that it needs no `@injectable()` besides the library's decorators.
 *
 * A class without a constructor of its own gets the dependencies of its base class; Inversify alone would inject nothing.
 *
 * @returns false if the types of its constructor arguments are unknown, so that nothing can be injected.
 */
export function prepare(type: Class): boolean {
  if (!isInjectable(type)) {
    decorate(injectable(), type);
    const base = baseOf(type);
    if (base !== undefined && isKnown(base)) {
      const extendConstructorArguments = !hasOwnConstructor(type);
      decorate(injectFromBase({ extendConstructorArguments, extendProperties: true }), type);
    }
  }
  return hasTypes(type) || constructorArgumentsOf(type).length >= type.length;
}

/** Whether dependencies can be inherited from a base class; one with the library's decorators is prepared first. */
function isKnown(base: Class): boolean {
  if (declarationOf(base) !== undefined) prepare(base);
  return isInjectable(base);
}

/** The compiler emits types for a decorated class that has a constructor; where it emits none at all, the source tells. */
function hasOwnConstructor(type: Class): boolean {
  return hasTypes(type) || /\bconstructor\s*\(/.test(Function.prototype.toString.call(type));
}

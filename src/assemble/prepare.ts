import { decorate, injectable, injectFromBase } from 'inversify';
import { baseOf, type Class } from '../metadata/class.js';
import { constructorArgumentsOf, hasTypes, isInjectable } from './dependencies.js';
import { declarationOf } from '../metadata/declaration.js';

/**
 * Makes a decorated class known to Inversify, once: the decorators of the library stand in for `@injectable()`.
 *
 * A class without a constructor of its own is given what its base wants injected; Inversify alone would construct it
 * with nothing.
 *
 * @returns false if arguments of its constructor have no types, so that nothing can be injected.
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

/** Whether there is anything to take over from a base class; one of the library's own is made known first. */
function isKnown(base: Class): boolean {
  if (declarationOf(base) !== undefined) prepare(base);
  return isInjectable(base);
}

/** Types of a constructor are emitted for a decorated class that has one. */
function hasOwnConstructor(type: Class): boolean {
  return hasTypes(type) || /\bconstructor\s*\(/.test(Function.prototype.toString.call(type));
}

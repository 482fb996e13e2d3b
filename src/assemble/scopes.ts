import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Scope } from '../metadata/records.js';

/** How long an instance of a class lives. */
export function scopeOf(type: Class): Scope {
  return declarationOf(type)?.kinds[0]?.options.scope ?? 'singleton';
}

/** Tells whether an identifier is a class of which each root run has an instance of its own. */
export function isRunScoped(identifier: unknown): identifier is Class {
  return isClass(identifier) && scopeOf(identifier) === 'run';
}

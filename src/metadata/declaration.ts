import { baseOf, isClass, type Class } from './class.js';
import type { Declaration } from './records.js';

// A registered symbol, so that every installed copy of the library understands the class.
const key = Symbol.for('runwright.declaration');

const NOTHING: Declaration = Object.freeze({
  kinds: [],
  wrappers: [],
  fields: [],
  faults: [],
  declaredAt: undefined,
});

/** Updates what is declared of a class itself, leaving what it inherits with its base. */
export function declare(type: Class, update: (own: Declaration) => Declaration): void {
  const value = Object.freeze(update(ownDeclaration(type)));
  Object.defineProperty(type, key, { value, configurable: true });
}

/**
 * Reads what is declared of a class, merged with what it inherits: the nearest kind counts, and a wrapper of the class
 * replaces inherited ones of the same kind.
 *
 * @returns undefined where neither the class nor any base of it has a decorator of the library.
 */
export function declarationOf(type: Class): Declaration | undefined {
  const base = baseOf(type);
  const inherited = base === undefined ? undefined : declarationOf(base);
  if (!Object.hasOwn(type, key)) return inherited;
  const own = ownDeclaration(type);
  return inherited === undefined ? own : merge(type, own, inherited);
}

/** Whether a value is a class that a decorator declares as a runnable; one that has only wrappers or fields is not. */
export function isRunnableClass(value: unknown): value is Class {
  return isClass(value) && (declarationOf(value)?.kinds.length ?? 0) > 0;
}

function ownDeclaration(type: Class): Declaration {
  return Object.hasOwn(type, key)
    ? ((type as unknown as Record<symbol, unknown>)[key] as Declaration)
    : NOTHING;
}

function merge(type: Class, own: Declaration, inherited: Declaration): Declaration {
  const replaced = new Set(own.wrappers.map(({ kind }) => kind));
  return {
    kinds: own.kinds.length > 0 ? own.kinds : inherited.kinds,
    wrappers: [...own.wrappers, ...inherited.wrappers.filter(({ kind }) => !replaced.has(kind))],
    fields: mergeFields(type, own, inherited),
    faults: [...own.faults, ...inherited.faults],
    declaredAt: own.declaredAt ?? inherited.declaredAt,
  };
}

/** A field replaces the inherited one in the same place, and a constructor all parameters of the one it overrides. */
function mergeFields(type: Class, own: Declaration, inherited: Declaration): Declaration['fields'] {
  const places = new Set(own.fields.map(({ place }) => place));
  const overridesConstructor = hasOwnConstructor(type);
  const kept = inherited.fields.filter(
    ({ place }) => !places.has(place) && !(overridesConstructor && typeof place === 'number'),
  );
  return [...own.fields, ...kept];
}

/** The compiler emits parameter types, if only an empty list, for every decorated class with a constructor of its own. */
function hasOwnConstructor(type: Class): boolean {
  return typeof Reflect.hasOwnMetadata === 'function' && Reflect.hasOwnMetadata('design:paramtypes', type);
}

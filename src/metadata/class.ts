/** A class, abstract ones included. */
export type Class<T = unknown> = abstract new (...args: never) => T;

/** Whether a value is a class, as opposed to any other function. */
export function isClass(value: unknown): value is Class {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}

/** The class that a class extends; undefined for one that extends none. */
export function baseOf(type: Class): Class | undefined {
  const base: unknown = Object.getPrototypeOf(type);
  return typeof base === 'function' && base !== Function.prototype ? (base as Class) : undefined;
}

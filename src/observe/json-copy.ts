import { setOwn } from '../stream/add.js';

/**
 * A deep copy of a value as plain data, which its owner may change: an object with a `toJSON` becomes what that returns,
 * `undefined`, functions and symbols become null, and what JSON would refuse or lose becomes {@link readable}.
 */
export function jsonCopy(value: unknown): unknown {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return null;
  if (typeof value !== 'object' || value === null) return readable(value);
  if (Array.isArray(value)) return value.map(jsonCopy);
  if (hasJson(value)) return jsonCopy(value.toJSON());
  if (value instanceof Error) return readable(value);
  const copy = {};
  for (const [key, inner] of Object.entries(value))
    if (inner !== undefined) setOwn(copy, key, jsonCopy(inner));
  return copy;
}

/** What JSON would refuse of a value, or lose, in a form that it keeps: a bigint as text, an error as name and message. */
export function readable(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? { name: value.name, message: value.message } : value;
}

/** Tells whether a value is a list or a plain object, which JSON represents by its items or properties. */
export function isJsonContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !hasJson(value);
}

function hasJson(value: object): value is { toJSON(): unknown } {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}

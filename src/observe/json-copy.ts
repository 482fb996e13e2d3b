import { setOwn } from '../stream/add.js';

/**
 * A copy of a value as JSON has it, whose owner may change it: an object that is more than its properties becomes what
 * its `toJSON` says, and undefined becomes null.
 */
export function jsonCopy(value: unknown): unknown {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(jsonCopy);
  if (hasJson(value)) return jsonCopy(value.toJSON());
  const copy = {};
  for (const [key, inner] of Object.entries(value))
    if (inner !== undefined) setOwn(copy, key, jsonCopy(inner));
  return copy;
}

/** Tells whether a value has no more to it than its properties or items. */
export function isJsonContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !hasJson(value);
}

function hasJson(value: object): value is { toJSON(): unknown } {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}

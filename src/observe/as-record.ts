/** A value as an object: a plain object as it is, any other value under a key. */
export function asRecord(value: unknown, key: string): Readonly<Record<string, unknown>> {
  return isPlain(value) ? value : { [key]: value };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

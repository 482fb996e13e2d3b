/**
 * Describes a value for an error message: a short form of the value, and its type.
 *
 * @example `describe(0)` is `0 (number)`, `describe('x')` is `"x" (string)`, `describe(new Map())` is `an instance of Map`.
 */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'string':
      return `${shorten(JSON.stringify(value))} (string)`;
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'symbol':
      return `${String(value)} (${typeof value})`;
    case 'function':
      return describeFunction(value as (...args: never) => unknown);
    default:
      return value === null ? 'null' : describeObject(value as object);
  }
}

function describeFunction(value: (...args: never) => unknown): string {
  const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'function';
  return value.name === '' ? `an anonymous ${kind}` : `the ${kind} ${value.name}`;
}

/** The name of a function, or else its source if that is a short line. */
export function describeSource(name: string | undefined, fn: (...args: never) => unknown): string {
  if (name !== undefined) return name;
  const source = Function.prototype.toString.call(fn);
  return source.length > 60 || source.includes('\n') ? '...' : source;
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return `an array of ${String(value.length)}`;
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null;
  const name = prototype?.constructor?.name;
  if (typeof name === 'string' && name !== '' && name !== 'Object') return `an instance of ${name}`;
  const keys = Object.keys(value);
  return keys.length === 0 ? 'an empty object' : `an object with ${shorten(keys.join(', '))}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

import { inspect } from 'node:util';

/**
 * A value as JSON text; one that JSON cannot represent, such as a bigint or an object that contains itself, as Node's
 * `inspect` shows it.
 *
 * @param indent - Spaces by which each level is indented; all on one line if left out.
 */
export function jsonText(value: unknown, indent?: number): string {
  try {
    // Undefined for undefined, functions and symbols, whatever the type says.
    const text: unknown = JSON.stringify(value, undefined, indent);
    return typeof text === 'string' ? text : String(value);
  } catch {
    return inspect(value);
  }
}

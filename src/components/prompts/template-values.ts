import { InvalidInputError } from '../../errors/run-errors.js';
import { isMessage } from '../messages/message.js';

/** Values of variables, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** The value of a variable of a template: anything but undefined, which counts as missing. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- everything but null and undefined
export type TemplateValue = {} | null;

/** A parsed template. */
export interface Template {
  /** The required variables, in the order of their first use. */
  readonly variables: readonly string[];
  /** Replaces the variables by their values; nothing in the template or the values is called. */
  render(values: Values): string;
}

/** The value of a variable; undefined for what every object inherits, such as `constructor`. */
export function valueAt(values: Values, name: string): unknown {
  return name in Object.prototype && !Object.hasOwn(values, name) ? undefined : values[name];
}

/**
 * The text of a value within a template: strings as they are, the text of a message, dates in ISO format, errors by
 * name and message, lists and other objects as JSON.
 *
 * @throws {@link InvalidInputError} for what has no text, such as a function or an object with a cycle.
 */
export function textOfValue(value: unknown, variable: string, where: string): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return textOfObject(value, variable, where);
    default:
      throw new InvalidInputError(placeOf(variable, where), 'text, a number or data', value);
  }
}

function textOfObject(value: object | null, variable: string, where: string): string {
  if (isMessage(value)) return value.text;
  if (value instanceof Error) return String(value);
  try {
    return value instanceof Date ? value.toISOString() : JSON.stringify(value);
  } catch (error) {
    throw new InvalidInputError(placeOf(variable, where), 'data that can be written as JSON', value, error);
  }
}

function placeOf(variable: string, where: string): string {
  return `The variable "${variable}" of ${where}`;
}

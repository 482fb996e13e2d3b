import { InvalidInputError } from '../../errors/run-errors.js';
import { isMessage } from '../messages/message.js';

/** Values of variables, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** What a variable of a template may have for a value: anything but undefined, which is no value. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- everything but null and undefined
export type TemplateValue = {} | null;

/** A template, read. */
export interface Template {
  /** The variables that must be given, in the order of their first use. */
  readonly variables: readonly string[];
  /** Puts values in the place of the variables; nothing in the template or the values is called. */
  render(values: Values): string;
}

/** The value of a variable; what every object inherits, such as `constructor`, is none. */
export function valueAt(values: Values, name: string): unknown {
  return name in Object.prototype && !Object.hasOwn(values, name) ? undefined : values[name];
}

/**
 * The text of a value within a template: text as it is, a message's text, a date in ISO format, what an error says, and
 * lists and other objects as JSON.
 *
 * @throws {@link InvalidInputError} for what has no text, such as a function.
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

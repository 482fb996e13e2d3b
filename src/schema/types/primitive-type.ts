import type { JsonSchema } from '../json-schema.js';
import { invalid, valid, type Checked, type Type } from '../type.js';

/** String, Number, Boolean, and the other classes of the language itself that TypeScript emits as types. */
export class PrimitiveType implements Type {
  readonly title = undefined;

  private constructor(
    readonly schema: JsonSchema,
    readonly expected: string,
    readonly holds: (value: unknown) => boolean,
  ) {}

  /** The type of a class of the language; undefined for any other class. */
  static of(token: unknown): PrimitiveType | undefined {
    return TYPES.get(token);
  }

  static make(schema: JsonSchema, expected: string, holds: (value: unknown) => boolean): PrimitiveType {
    return new PrimitiveType(schema, expected, holds);
  }

  toJsonSchema(): JsonSchema {
    return this.schema;
  }

  check(value: unknown): Checked {
    return this.holds(value) ? valid(value) : invalid('type', `must be ${this.expected}`, value);
  }
}

const anything = (): boolean => true;

const TYPES = new Map<unknown, PrimitiveType>([
  [String, PrimitiveType.make({ type: 'string' }, 'a string', (value) => typeof value === 'string')],
  [Number, PrimitiveType.make({ type: 'number' }, 'a number', (value) => typeof value === 'number')],
  [Boolean, PrimitiveType.make({ type: 'boolean' }, 'a boolean', (value) => typeof value === 'boolean')],
  [Array, PrimitiveType.make({ type: 'array' }, 'an array', (value) => Array.isArray(value))],
  [
    Date,
    PrimitiveType.make({ type: 'string', format: 'date-time' }, 'a Date', (value) => value instanceof Date),
  ],
  // What TypeScript emits where a type is an interface, a union, or a promise says nothing.
  [Object, PrimitiveType.make({}, 'anything', anything)],
  [Promise, PrimitiveType.make({}, 'anything', anything)],
  [Function, PrimitiveType.make({}, 'anything', anything)],
]);

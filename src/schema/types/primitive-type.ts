import type { JsonSchema } from '../json-schema.js';
import { invalid, valid, type Checked, type Type } from '../type.js';

/** String, Number, Boolean, and the other built-in classes that TypeScript emits as types. */
export class PrimitiveType implements Type {
  readonly title = undefined;

  constructor(
    readonly schema: JsonSchema,
    readonly expected: string,
    readonly holds: (value: unknown) => boolean,
  ) {}

  /** The type of a built-in class; undefined for any other value. */
  static of(token: unknown): PrimitiveType | undefined {
    return TYPES.get(token);
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
  [String, new PrimitiveType({ type: 'string' }, 'a string', (value) => typeof value === 'string')],
  [Number, new PrimitiveType({ type: 'number' }, 'a number', (value) => typeof value === 'number')],
  [Boolean, new PrimitiveType({ type: 'boolean' }, 'a boolean', (value) => typeof value === 'boolean')],
  [Array, new PrimitiveType({ type: 'array' }, 'an array', (value) => Array.isArray(value))],
  [
    Date,
    new PrimitiveType({ type: 'string', format: 'date-time' }, 'a Date', (value) => value instanceof Date),
  ],
  // TypeScript emits these for interfaces, unions, promises and functions, of which they tell nothing.
  [Object, new PrimitiveType({}, 'anything', anything)],
  [Promise, new PrimitiveType({}, 'anything', anything)],
  [Function, new PrimitiveType({}, 'anything', anything)],
]);

import type { ValidationFault } from '../../errors/validation-error.js';
import type { JsonSchema } from '../json-schema.js';
import { Merge } from '../merge.js';
import { isPromiseLike } from '../promises.js';
import { Schema } from '../schema.js';
import { fault, invalid, type Checked, type Type, type UnknownProperties } from '../type.js';
import { pathText } from '../value-path.js';

/** An object with a type for each property; a property whose JSON Schema has a default is optional. */
export class FieldsType implements Type {
  readonly title = undefined;

  constructor(readonly types: ReadonlyMap<string, Type>) {}

  toJsonSchema(): JsonSchema {
    const merge = new Merge();
    for (const [key, type] of this.types) merge.addField(key, new Schema(type.title ?? key, type));
    const { required = [], ...rest } = merge.result();
    const needed = required.filter((key) => defaultOf(this.types.get(key)) === undefined);
    return { ...rest, ...(needed.length > 0 && { required: needed }) };
  }

  check(value: unknown, unknownProperties: UnknownProperties): Checked | Promise<Checked> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return invalid(
        'object',
        `must be an object with the properties ${[...this.types.keys()].join(', ')}`,
        value,
      );
    }
    const unknown = Object.keys(value).filter((key) => !this.types.has(key));
    const refused =
      unknownProperties === 'refuse'
        ? unknown.map((key) => fault([key], 'additionalProperties', 'is not allowed', valueOf(value, key)))
        : [];
    const kept =
      unknownProperties === 'keep' ? unknown.map((key) => [key, valueOf(value, key)] as const) : [];
    const fields = [...this.types].map(
      ([key, type]) => [key, checkField(key, type, value, unknownProperties)] as const,
    );
    const result = (checked: readonly (readonly [string, Checked])[]): Checked => {
      const faults = [...checked.flatMap(([key, { faults: own }]) => below(key, own)), ...refused];
      return faults.length > 0
        ? { faults }
        : { value: Object.fromEntries([...kept, ...checked.map(([key, field]) => [key, valueIn(field)])]) };
    };
    if (!fields.some(([, field]) => isPromiseLike(field)))
      return result(fields as (readonly [string, Checked])[]);
    return Promise.all(fields.map(async ([key, field]) => [key, await field] as const)).then(result);
  }
}

function checkField(
  key: string,
  type: Type,
  value: object,
  unknownProperties: UnknownProperties,
): Checked | Promise<Checked> {
  if (Object.hasOwn(value, key)) return type.check(valueOf(value, key), unknownProperties);
  const otherwise = defaultOf(type);
  return otherwise === undefined
    ? { faults: [fault([], 'required', 'is required', undefined)] }
    : { value: structuredClone(otherwise) };
}

function defaultOf(type: Type | undefined): unknown {
  return type?.toJsonSchema().default;
}

/** The value of a key of the object itself. */
function valueOf(value: object, key: string): unknown {
  return (value as Record<string, unknown>)[key];
}

function valueIn(checked: Checked): unknown {
  return checked.faults === undefined ? checked.value : undefined;
}

function below(key: string, faults: readonly ValidationFault[] = []): ValidationFault[] {
  return faults.map((one) => ({ ...one, keys: [key, ...one.keys], path: pathText([key, ...one.keys]) }));
}

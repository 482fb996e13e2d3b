import { InvalidConfigError } from '../../errors/run-errors.js';
import { describe } from '../../errors/describe.js';
import type {
  AnyConfigurableField,
  ConfigurableFieldMultiOption,
  ConfigurableFieldSingleOption,
  ConfigurableFieldSpec,
  FieldType,
} from '../../plan/field.js';

type OptionField = ConfigurableFieldSingleOption | ConfigurableFieldMultiOption;

/** Tells whether a field chooses among options. */
export function hasOptions(field: AnyConfigurableField): field is OptionField {
  return 'options' in field;
}

/** The value of a field for what a call sets: the value itself, or the values of the options that it names. */
export function fieldValue(field: AnyConfigurableField, given: unknown): unknown {
  checkValue(specOf(field, undefined), given);
  if (!hasOptions(field)) return given;
  return Array.isArray(given)
    ? given.map((key) => field.options[key as string])
    : field.options[given as string];
}

/** The value of a field with options if a call chooses none. */
export function defaultOption({ options, default: chosen }: OptionField): unknown {
  return typeof chosen === 'string' ? options[chosen] : chosen.map((key) => options[key]);
}

/** Describes a field; its current value is the default, and determines the type unless one is declared. */
export function specOf(field: AnyConfigurableField, current: unknown): ConfigurableFieldSpec {
  const { id, name, description, isShared, secret } = field;
  const common = { id, name, description, isShared, secret };
  if (hasOptions(field)) {
    const multiple = typeof field.default !== 'string';
    return { ...common, default: field.default, options: Object.keys(field.options), multiple };
  }
  const type = field.type ?? typeOf(current);
  return secret === true ? { ...common, type } : { ...common, type, default: current };
}

function typeOf(value: unknown): FieldType | undefined {
  if (Array.isArray(value)) return Array;
  return { string: String, number: Number, boolean: Boolean }[typeof value as string];
}

/** @throws {@link InvalidConfigError} if a value does not fit its field, naming what is allowed. */
export function checkValue(spec: ConfigurableFieldSpec, value: unknown): void {
  if (spec.options !== undefined) checkOptions(spec, spec.options, value);
  else if (spec.type !== undefined && !isOfType(value, spec.type)) {
    refuse(spec, `a ${spec.type.name.toLowerCase()}`, value);
  }
}

function checkOptions(spec: ConfigurableFieldSpec, options: readonly string[], value: unknown): void {
  const known = options.map((option) => JSON.stringify(option)).join(', ');
  const chosen: unknown[] =
    spec.multiple === true ? (Array.isArray(value) ? (value as unknown[]) : [undefined]) : [value];
  if (chosen.every((key) => options.includes(key as string))) return;
  refuse(spec, spec.multiple === true ? `a list of ${known}` : `one of ${known}`, value);
}

function isOfType(value: unknown, type: FieldType): boolean {
  if (type === Array) return Array.isArray(value);
  if (type === Object) return typeof value === 'object' && value !== null;
  return typeof value === type.name.toLowerCase();
}

function refuse({ id, secret }: ConfigurableFieldSpec, expected: string, value: unknown): never {
  const received = secret === true ? 'another value' : describe(value);
  throw new InvalidConfigError(`configurable[${JSON.stringify(id)}] must be ${expected}, got ${received}.`);
}

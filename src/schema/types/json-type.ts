import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv';
import type { Ajv2019 } from 'ajv/dist/2019.js';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { ValidationFault } from '../../errors/validation-error.js';
import { closed } from '../closed.js';
import { WorkingCopy } from '../working-copy.js';
import type { JsonSchema } from '../json-schema.js';
import { lazily } from '../../errors/lazily.js';
import { fault, valid, type Checked, type Type, type UnknownProperties } from '../type.js';
import { valueAt } from '../value-path.js';

const loadAjv2020 = lazily<{ readonly Ajv2020: typeof Ajv2020 }>(
  'ajv/dist/2020.js',
  'Checking a JSON Schema',
);
const loadAjv2019 = lazily<{ readonly Ajv2019: typeof Ajv2019 }>(
  'ajv/dist/2019.js',
  'Checking a JSON Schema',
);
const loadFormats = lazily<{ default(ajv: Ajv | Ajv2020): void }>('ajv-formats', 'Checking a JSON Schema');

/** A JSON Schema. Defaults are filled in, and unknown properties removed, in a copy of the value. */
export class JsonType implements Type {
  readonly title: string | undefined;
  /** Whether it has defaults to fill in. */
  readonly #changes: boolean;
  readonly #validators = new Map<UnknownProperties, ValidateFunction>();

  constructor(readonly schema: JsonSchema) {
    this.title = schema.title;
    this.#changes = hasDefault(schema);
  }

  toJsonSchema(): JsonSchema {
    return this.schema;
  }

  check(value: unknown, unknownProperties: UnknownProperties): Checked {
    const validate = this.#validator(unknownProperties);
    const working = this.#changes || unknownProperties === 'strip' ? new WorkingCopy(value) : undefined;
    if (validate(working === undefined ? value : working.copy))
      return valid(working === undefined ? value : working.result);
    return { faults: (validate.errors ?? []).map((error) => faultOf(error, value)) };
  }

  #validator(unknownProperties: UnknownProperties): ValidateFunction {
    const known = this.#validators.get(unknownProperties);
    if (known !== undefined) return known;
    const strip = unknownProperties === 'strip';
    const made = compile(unknownProperties === 'keep' ? this.schema : closed(this.schema, strip), {
      // Compiling the meta-schema takes a tenth of a second, and an invalid schema fails to compile anyway.
      validateSchema: false,
      meta: false,
      strict: false,
      allErrors: true,
      useDefaults: true,
      removeAdditional: strip,
    });
    this.#validators.set(unknownProperties, made);
    return made;
  }
}

function compile(
  // `$async` is a keyword of the validator's own: its answer would be a promise, which is always truthy.
  { $schema: dialect, $async: _async, ...schema }: JsonSchema,
  options: Options,
): ValidateFunction {
  // The validator of 2019-09 also knows all of draft 7, and `unevaluatedProperties`, which closing a schema may need.
  const isOld = typeof dialect === 'string' && /draft-0[467]|2019-09/.test(dialect);
  const Validator = isOld ? loadAjv2019().Ajv2019 : loadAjv2020().Ajv2020;
  const ajv = new Validator(options);
  loadFormats().default(ajv);
  try {
    return ajv.compile(schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidOptionError(schema.title ?? 'A type', 'its JSON Schema', `valid (${reason})`, schema);
  }
}

function hasDefault(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  return Object.entries(schema).some(([key, value]) => key === 'default' || hasDefault(value));
}

function faultOf({ instancePath, keyword, params, message }: ErrorObject, value: unknown): ValidationFault {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  // These keywords report the object, though the fault is at one of its properties.
  const property: unknown =
    keyword === 'required'
      ? params['missingProperty']
      : (params['additionalProperty'] ?? params['unevaluatedProperty']);
  const at = typeof property === 'string' ? [...path, property] : path;
  return fault(at, keyword, message ?? 'is not valid', valueAt(value, at));
}

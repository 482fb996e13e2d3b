import type { ValidationError as ClassValidatorError } from 'class-validator';
import type { ValidationFault } from '../../errors/validation-error.js';
import type { Class } from '../../metadata/class.js';
import type { JsonSchema } from '../json-schema.js';
import { fault, invalid, valid, type Checked, type Type, type UnknownProperties } from '../type.js';
import { classSchema } from './class-schema.js';
import { hasAsyncValidators, hasValidators, loadTransformer, loadValidator } from './validators.js';

/**
 * A class. If it has validators of class-validator, values are converted into instances by class-transformer and
 * validated; otherwise any object is valid.
 */
export class ClassType implements Type {
  #async: boolean | undefined;

  constructor(readonly type: Class) {}

  get title(): string {
    return this.type.name;
  }

  toJsonSchema(): JsonSchema {
    return classSchema(this.type);
  }

  check(value: unknown, unknownProperties: UnknownProperties): Checked | Promise<Checked> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return invalid('object', `must be an object with the properties of ${this.type.name}`, value);
    }
    if (!hasValidators(this.type)) return valid(value);
    const instance = this.#instance(value, unknownProperties);
    const { validate, validateSync } = loadValidator();
    const options = {
      whitelist: unknownProperties !== 'keep',
      forbidNonWhitelisted: unknownProperties === 'refuse',
      forbidUnknownValues: false,
    };
    const result = (errors: readonly ClassValidatorError[]): Checked =>
      errors.length === 0 ? valid(instance) : { faults: errors.flatMap((error) => faultsOf(error, [])) };
    this.#async ??= hasAsyncValidators(this.type);
    return this.#async ? validate(instance, options).then(result) : result(validateSync(instance, options));
  }

  /** An instance is kept as it is, unless properties have to be removed, which happens in a copy. */
  #instance(value: object, unknownProperties: UnknownProperties): object {
    if (value instanceof this.type && unknownProperties !== 'strip') return value;
    return loadTransformer().plainToInstance(this.type as unknown as new () => object, value);
  }
}

function faultsOf(error: ClassValidatorError, above: readonly PropertyKey[]): ValidationFault[] {
  const path = [...above, error.property];
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) =>
    fault(path, constraint, withoutSubject(message, error.property), error.value),
  );
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}

/** The path of the fault already names the property. */
function withoutSubject(message: string, property: string): string {
  return message.startsWith(`${property} must `) ? message.slice(property.length + 1) : message;
}

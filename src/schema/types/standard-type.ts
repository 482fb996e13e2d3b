import type { ValidationFault } from '../../errors/validation-error.js';
import { when } from '../promises.js';
import type { JsonSchema } from '../json-schema.js';
import { fault, valid, type Checked, type Type } from '../type.js';
import { valueAt } from '../value-path.js';

/** A schema of any library that implements the Standard Schema specification. */
export class StandardType implements Type {
  readonly title = undefined;

  constructor(readonly schema: Standard) {}

  toJsonSchema(): JsonSchema {
    const { jsonSchema } = this.schema['~standard'];
    const { $schema: _dialect, ...rest } =
      jsonSchema?.input({ target: 'draft-2020-12' }) ?? this.schema.toJSONSchema?.() ?? {};
    return rest;
  }

  check(value: unknown): Checked | Promise<Checked> {
    return when(this.schema['~standard'].validate(value), (result) => checked(value, result));
  }
}

/** The members of a standard schema that are used. */
interface Standard {
  readonly '~standard': {
    validate(value: unknown): Result | PromiseLike<Result>;
    /** A part of the specification that not every library implements yet. */
    readonly jsonSchema?: { input(options: { target: string }): JsonSchema };
  };
  /** The method of Zod. */
  toJSONSchema?(): JsonSchema;
}

interface Result {
  readonly value?: unknown;
  readonly issues?: readonly Issue[] | undefined;
}

interface Issue {
  readonly message: string;
  readonly code?: unknown;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Tells whether a value is a standard schema, which is a function in some libraries. */
export function isStandard(token: unknown): token is Standard {
  if ((typeof token !== 'object' && typeof token !== 'function') || token === null) return false;
  const standard = (token as Partial<Standard>)['~standard'];
  return typeof standard === 'object' && typeof standard.validate === 'function';
}

function checked(value: unknown, { issues, ...result }: Result): Checked {
  return issues === undefined
    ? valid(result.value)
    : { faults: issues.map((issue) => faultOf(issue, value)) };
}

function faultOf({ message, code, path = [] }: Issue, value: unknown): ValidationFault {
  const keys = path.map((part) => (typeof part === 'object' ? part.key : part));
  return fault(keys, typeof code === 'string' ? code : 'schema', message, valueAt(value, keys));
}

import type { Fault } from '../errors/assembly-error.js';
import { describe } from '../errors/describe.js';
import type { RunwrightError } from '../errors/runwright-error.js';
import type { Class } from '../metadata/class.js';
import { configurable } from '../metadata/configurable.js';
import { declarationOf } from '../metadata/declaration.js';
import type { AnyConfigurableField } from '../plan/field.js';
import { defaultOption, fieldValue, hasOptions } from '../run/configurable/field-value.js';
import type { Binder, Bindings } from './bindings.js';
import { configuredOf, type Configured } from './configured.js';
import * as faults from './faults.js';
import type { Injection } from './injection.js';
import { nearest } from './nearest.js';

/** Everything that can be configured: the fields of classes and their services by id, and the keys of alternatives by id. */
export interface Fields {
  readonly fields: Readonly<Record<string, AnyConfigurableField>>;
  readonly choices: ReadonlyMap<string, readonly string[]>;
  /** The fields once more, for each class. */
  readonly configured: ReadonlyMap<Class, Configured>;
}

/** Collects everything that can be configured in an application. */
export function fieldsOf(classes: readonly Class[], bindings: Bindings): Fields {
  const configured = new Map(classes.map((type) => [type, configuredOf(type, bindings)]));
  const fields: Record<string, AnyConfigurableField> = {};
  for (const one of configured.values()) Object.assign(fields, one.fields);
  const choices = classes.flatMap((type) =>
    (declarationOf(type)?.wrappers ?? []).flatMap(({ kind, options, slots }) => {
      if (kind !== 'alternatives') return [];
      const { id, default: defaultKey } = options as { readonly id: string; readonly default: string };
      return [[id, [...slots.map(({ key }) => key ?? ''), defaultKey]] as const];
    }),
  );
  return { fields, choices: new Map(choices), configured };
}

/** The fields and choices of both. */
export function joinFields(one: Fields, other: Fields): Fields {
  return {
    fields: { ...one.fields, ...other.fields },
    choices: new Map([...one.choices, ...other.choices]),
    configured: new Map([...one.configured, ...other.configured]),
  };
}

/** Finds values of the application that have no field, or do not fit it. */
export function configurableFaults(
  { fields, choices }: Fields,
  values: Readonly<Record<string, unknown>>,
  { configuredIn }: Pick<Injection, 'configuredIn'>,
): Fault[] {
  const known = [...Object.keys(fields), ...choices.keys()];
  return Object.entries(values).flatMap(([id, value]) => {
    if (!known.includes(id)) {
      const near = nearest(id, known);
      return [
        faults.invalidConfigurable(
          `No configurable field has the id ${JSON.stringify(id)}.`,
          near && `${JSON.stringify(near)} is one`,
          configuredIn,
        ),
      ];
    }
    if (value === undefined) return [];
    const keys = choices.get(id);
    if (keys?.includes(value as string) === false) {
      return [
        faults.invalidConfigurable(
          `configurable[${JSON.stringify(id)}] must be one of ${keys.map((key) => JSON.stringify(key)).join(', ')}, got ${describe(value)}.`,
          undefined,
          configuredIn,
        ),
      ];
    }
    return Object.hasOwn(fields, id) ? misfit(fields[id] as AnyConfigurableField, value, configuredIn) : [];
  });
}

function misfit(field: AnyConfigurableField, value: unknown, configuredIn: string): Fault[] {
  try {
    fieldValue(field, value);
    return [];
  } catch (error) {
    return [faults.invalidConfigurable(faults.withoutCode(error as RunwrightError), undefined, configuredIn)];
  }
}

/** Binds the values that the application gives, and the default options of fields that have options. */
export function bindConfigurable(
  { fields, choices }: Pick<Fields, 'fields' | 'choices'>,
  values: Readonly<Record<string, unknown>>,
  { bind, isBound }: Binder,
): void {
  for (const [id, field] of Object.entries(fields)) {
    const token = configurable(id);
    if (isGiven(values, id)) bind(token).toConstantValue(fieldValue(field, values[id]));
    else if (hasOptions(field) && !isBound(token)) bind(token).toConstantValue(defaultOption(field));
  }
  for (const id of choices.keys()) {
    if (isGiven(values, id)) bind(configurable(id)).toConstantValue(values[id]);
  }
}

/** A value that is undefined leaves the default, as it does in the config of a call. */
function isGiven(values: Readonly<Record<string, unknown>>, id: string): boolean {
  return Object.hasOwn(values, id) && values[id] !== undefined;
}

import { InvalidOptionError } from '../errors/declaration-errors.js';
import { Definitions } from './definitions.js';
import type { Described, FieldSpec } from './described.js';
import { titleOf, type JsonSchema } from './json-schema.js';
import { Schema } from './schema.js';
import { PrimitiveType } from './types/primitive-type.js';

/** The keys of a config whose values are data. */
const KEYS: Readonly<Record<string, JsonSchema>> = {
  tags: { type: 'array', items: { type: 'string' } },
  metadata: { type: 'object', additionalProperties: true },
  runName: { type: 'string' },
  runId: { type: 'string', format: 'uuid' },
  maxConcurrency: { type: 'integer', minimum: 1 },
  recursionLimit: { type: 'integer', minimum: 0 },
  timeout: { type: 'number', minimum: 0, description: 'Milliseconds' },
  retryBudget: { type: 'integer', minimum: 0 },
};

/** Options of `configSchema` and `getConfigJsonSchema`. */
export interface ConfigSchemaOptions {
  /** The keys of a config to include besides `configurable`, such as `tags`. */
  readonly include?: readonly string[];
}

/**
 * The schema of the configs of a runnable: its configurable fields, and the keys to include.
 *
 * @throws {@link InvalidOptionError} for an unknown key.
 */
export function configSchemaOf(
  node: Pick<Described, 'getName'>,
  specs: readonly FieldSpec[],
  { include = [] }: ConfigSchemaOptions = {},
): Schema {
  const unknown = include.filter((key) => key !== 'configurable' && !Object.hasOwn(KEYS, key));
  if (unknown.length > 0) {
    const expected = `a list of keys of a config, which are ${Object.keys(KEYS).join(', ')}`;
    throw new InvalidOptionError(node.getName(), 'include', expected, unknown[0]);
  }
  return new Schema(node.getName('Config'), () => {
    const definitions = new Definitions();
    const standard = Object.entries(KEYS).filter(([key]) => include.includes(key));
    return definitions.root({
      type: 'object',
      properties: {
        ...(specs.length > 0 && { configurable: configurable(specs, definitions) }),
        ...Object.fromEntries(
          standard.map(([key, schema]) => [key, { title: titleOf(key), ...schema, default: null }]),
        ),
      },
    });
  });
}

function configurable(specs: readonly FieldSpec[], definitions: Definitions): JsonSchema {
  const properties = Object.fromEntries(specs.map((spec) => [spec.id, fieldSchema(spec, definitions)]));
  return {
    ...definitions.reference({ title: 'Configurable', type: 'object', properties }),
    default: null,
  };
}

function fieldSchema(spec: FieldSpec, definitions: Definitions): JsonSchema {
  const { id, name, description, type, options, multiple, default: value } = spec;
  const title = name ?? titleOf(id);
  const facts = {
    ...(description !== undefined && { description }),
    ...(value !== undefined && { default: value }),
  };
  if (options === undefined) return { title, ...PrimitiveType.of(type)?.toJsonSchema(), ...facts };
  const choice = definitions.reference({ title: id, type: 'string', enum: options });
  return multiple === true ? { title, type: 'array', items: choice, ...facts } : { ...choice, ...facts };
}

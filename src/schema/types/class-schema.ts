import type * as ClassValidatorJsonSchema from 'class-validator-jsonschema';
import type { Class } from '../../metadata/class.js';
import { titleOf, type JsonSchema } from '../json-schema.js';
import { lazily } from '../../errors/lazily.js';
import { classesAt, hasValidators, loadTransformerStorage, loadValidator } from './validators.js';

const loadConverter = lazily<typeof ClassValidatorJsonSchema>(
  'class-validator-jsonschema',
  'The JSON Schema of a class',
);

/** The JSON Schema of a class, from its validators; the classes of its properties become definitions. */
export function classSchema(type: Class): JsonSchema {
  if (!hasValidators(type)) return { title: type.name, type: 'object' };
  const names = new Names();
  const root = objectSchema(type, names);
  const definitions: Record<string, JsonSchema> = {};
  for (const [inner, name] of names.all()) definitions[name] = objectSchema(inner, names);
  return Object.keys(definitions).length === 0 ? root : { ...root, $defs: definitions };
}

/** Names for classes, which may share a name. */
class Names {
  readonly #byClass = new Map<Class, string>();

  of(type: Class): string {
    const known = this.#byClass.get(type);
    if (known !== undefined) return known;
    const taken = new Set(this.#byClass.values());
    let name = type.name;
    for (let count = 2; taken.has(name); count += 1) name = `${type.name}_${String(count)}`;
    this.#byClass.set(type, name);
    return name;
  }

  /** The classes named so far, and those that are named during the iteration. */
  all(): Iterable<[Class, string]> {
    return this.#byClass.entries();
  }
}

function objectSchema(type: Class, names: Names): JsonSchema {
  const schema = loadConverter().targetConstructorToSchema(type, {
    classValidatorMetadataStorage: loadValidator().getMetadataStorage(),
    classTransformerMetadataStorage: loadTransformerStorage().defaultMetadataStorage,
    additionalConverters: {
      nestedValidation: ({ propertyName }: { readonly propertyName: string }) =>
        nestedSchema(classesAt(type, propertyName), names),
    },
  }) as JsonSchema;
  const defaults = defaultsOf(type);
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([key, property]) => [
      key,
      property.$ref === undefined
        ? { title: titleOf(key), ...property, ...pick(defaults, key) }
        : { ...property, ...pick(defaults, key) },
    ]),
  );
  const { required: listed = [], ...rest } = schema;
  const required = listed.filter((key) => !Object.hasOwn(defaults, key));
  return { title: type.name, ...rest, properties, ...(required.length > 0 && { required }) };
}

/** The schema of a property with nested objects: references to the schemas of their classes. */
function nestedSchema(
  types: readonly Class[],
  names: Names,
): { type: 'object' } | { $ref: string } | { anyOf: { $ref: string }[] } {
  const [first, ...others] = types.map((inner) => ({ $ref: `#/$defs/${names.of(inner)}` }));
  if (first === undefined) return { type: 'object' };
  return others.length === 0 ? first : { anyOf: [first, ...others] };
}

/** The values of the properties of a new instance. */
function defaultsOf(type: Class): Readonly<Record<string, unknown>> {
  if (type.length > 0) return {};
  try {
    return JSON.parse(JSON.stringify(new (type as unknown as new () => object)())) as Record<string, unknown>;
  } catch {
    return {}; // an abstract class, or one whose instances JSON cannot hold, has no known defaults
  }
}

function pick(defaults: Readonly<Record<string, unknown>>, key: string): { default?: unknown } {
  return Object.hasOwn(defaults, key) ? { default: defaults[key] } : {};
}

import { definitionPlace, type JsonSchema } from './json-schema.js';

/** Keywords that hold data, or a schema that is only a condition. */
const UNTOUCHED = new Set(['const', 'enum', 'default', 'examples', 'not', 'if', 'contains', 'propertyNames']);
/** Keywords whose schemas describe the same object as the schema around them. */
const JOINT = new Set(['allOf', 'then', 'else', 'dependentSchemas']);
const UNIONS = new Set(['anyOf', 'oneOf']);
/** Keywords that hold schemas by name. */
const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

/**
 * A copy of a schema that allows no properties other than those it names, at any depth. Where several schemas describe
 * one object, the whole is closed instead of each of them.
 *
 * @param forStripping - Whether unknown properties will be removed instead of refused. They are kept where several
 * schemas describe an object, since a property that one of them does not name may belong to another.
 */
export function closed(schema: JsonSchema, forStripping: boolean): JsonSchema {
  return new Closing(forStripping, sharedDefinitions(schema)).close(schema, true) as JsonSchema;
}

class Closing {
  constructor(
    readonly forStripping: boolean,
    readonly shared: ReadonlySet<string>,
  ) {}

  close(schema: unknown, whole: boolean): unknown {
    if (Array.isArray(schema)) return schema.map((inner) => this.close(inner, whole));
    if (typeof schema !== 'object' || schema === null) return schema;
    const joint = isJoint(schema as JsonSchema);
    const inner: JsonSchema = Object.fromEntries(
      Object.entries(schema).map(([keyword, value]) => [
        keyword,
        this.#keyword(keyword, value, whole && !joint && !this.forStripping),
      ]),
    );
    if (!whole || !namesProperties(inner) || (joint && this.forStripping)) return inner;
    return { ...inner, ...(joint ? { unevaluatedProperties: false } : { additionalProperties: false }) };
  }

  #keyword(keyword: string, value: unknown, unionsAreWhole: boolean): unknown {
    if (UNTOUCHED.has(keyword)) return value;
    const whole = UNIONS.has(keyword) ? unionsAreWhole : !JOINT.has(keyword);
    if (!MAPS.has(keyword) || typeof value !== 'object' || value === null) return this.close(value, whole);
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        this.close(inner, whole && !this.shared.has(placeOf(keyword, key))),
      ]),
    );
  }
}

function isJoint(schema: JsonSchema): boolean {
  const keywords = Object.keys(schema);
  if (keywords.some((keyword) => JOINT.has(keyword))) return true;
  return 'properties' in schema && keywords.some((keyword) => UNIONS.has(keyword) || keyword === '$ref');
}

/** Tells whether a schema names properties and leaves others open. */
function namesProperties(schema: JsonSchema): boolean {
  return (
    (schema.properties !== undefined || isJoint(schema)) &&
    schema.additionalProperties === undefined &&
    schema['unevaluatedProperties'] === undefined
  );
}

/** The definitions that describe the same object as another schema, anywhere in a schema. */
function sharedDefinitions(schema: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(schema)) for (const inner of schema) sharedDefinitions(inner, found);
  else if (typeof schema === 'object' && schema !== null) {
    const joint = isJoint(schema as JsonSchema);
    for (const [keyword, value] of Object.entries(schema)) {
      sharedDefinitions(value, found);
      if (joint && keyword === '$ref') addReference(value, found);
      if (joint && Array.isArray(value)) for (const part of value) addReference(refIn(part), found);
      if (JOINT.has(keyword)) addReference(refIn(value), found);
    }
  }
  return found;
}

function refIn(part: unknown): unknown {
  return typeof part === 'object' && part !== null ? (part as JsonSchema).$ref : undefined;
}

function addReference(ref: unknown, found: Set<string>): void {
  const place = typeof ref === 'string' ? definitionPlace(ref) : undefined;
  if (place?.rest === '') found.add(placeOf(place.keyword, place.name));
}

function placeOf(keyword: string, name: string): string {
  return `${keyword}/${name}`;
}

/** Keywords that hold data. */
const DATA: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples']);
/** Keywords whose schemas are conditions: they decide, and describe nothing. */
const CONDITIONS: ReadonlySet<string> = new Set(['not', 'if', 'contains', 'propertyNames']);
const UNIONS: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);
/** Keywords whose schemas describe the same object as the schema around them. */
const JOINT: ReadonlySet<string> = new Set(['allOf', 'then', 'else', 'dependentSchemas']);
/** Keywords that hold schemas by name. */
const MAPS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);

/** The keywords of JSON Schema by what they mean for the object that a schema describes. */
export const KEYWORDS = { DATA, CONDITIONS, UNIONS, JOINT, MAPS };

/** Tells whether a value is a schema with keywords, and not a boolean one. */
export function isKeyed(schema: unknown): schema is Readonly<Record<string, unknown>> {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema);
}

/** All keywords of a schema and of the schemas within it, with their values. */
export function* keywordsIn(schema: unknown): Generator<readonly [keyword: string, value: unknown]> {
  if (Array.isArray(schema)) for (const inner of schema as unknown[]) yield* keywordsIn(inner);
  if (!isKeyed(schema)) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (DATA.has(keyword)) continue;
    yield [keyword, value];
    yield* keywordsIn(MAPS.has(keyword) && isKeyed(value) ? Object.values(value) : value);
  }
}

/** Tells a union of several objects, of which one describes a value, from an object that may also be null or a text. */
export function isChoice(keyword: string, value: unknown): boolean {
  return UNIONS.has(keyword) && Array.isArray(value) && value.filter(mayBeObject).length > 1;
}

function mayBeObject(schema: unknown): boolean {
  if (!isKeyed(schema) || schema['type'] === undefined) return schema !== false;
  return schema['type'] === 'object' || (Array.isArray(schema['type']) && schema['type'].includes('object'));
}

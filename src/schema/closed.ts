import { definitionPlace, type JsonSchema } from './json-schema.js';
import { isChoice, isKeyed, KEYWORDS } from './keywords.js';
import { openDefinitions, placeOf, ROOT } from './open-definitions.js';

const { DATA, CONDITIONS, UNIONS, JOINT, MAPS } = KEYWORDS;

/**
 * A copy of a schema that allows no properties other than those it names, at any depth. Where several schemas describe
 * one object, the whole is closed instead of each of them.
 *
 * @param forStripping - Whether unknown properties will be removed instead of refused. They are kept where several
 * schemas describe an object, since a property that one of them does not name may belong to another.
 */
export function closed(schema: JsonSchema, forStripping: boolean): JsonSchema {
  const open = openDefinitions(schema, forStripping);
  if (open.has(ROOT)) return schema;
  return new Closing(forStripping, open, sharedDefinitions(schema)).close(schema, true) as JsonSchema;
}

class Closing {
  constructor(
    readonly forStripping: boolean,
    /** The definitions that stay as they are. */
    readonly open: ReadonlySet<string>,
    /** The definitions that are closed as a part of the schemas around them. */
    readonly shared: ReadonlySet<string>,
  ) {}

  close(schema: unknown, whole: boolean): unknown {
    if (Array.isArray(schema)) return schema.map((inner) => this.close(inner, whole));
    if (!isKeyed(schema)) return schema;
    const joint = isJoint(schema);
    const inner: JsonSchema = Object.fromEntries(
      Object.entries(schema).map(([keyword, value]) => [
        keyword,
        this.#keyword(keyword, value, whole && !joint),
      ]),
    );
    if (!whole || !namesProperties(inner) || (joint && this.forStripping)) return inner;
    return { ...inner, ...(joint ? { unevaluatedProperties: false } : { additionalProperties: false }) };
  }

  #keyword(keyword: string, value: unknown, unionsAreWhole: boolean): unknown {
    if (DATA.has(keyword) || CONDITIONS.has(keyword)) return value;
    if (this.forStripping && isChoice(keyword, value)) return value;
    const whole = UNIONS.has(keyword) ? unionsAreWhole : !JOINT.has(keyword);
    if (!MAPS.has(keyword) || !isKeyed(value)) return this.close(value, whole);
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, this.#named(placeOf(keyword, key), inner, whole)]),
    );
  }

  #named(place: string, schema: unknown, whole: boolean): unknown {
    return this.open.has(place) ? schema : this.close(schema, whole && !this.shared.has(place));
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
  if (!isKeyed(schema)) return found;
  const joint = isJoint(schema);
  for (const [keyword, value] of Object.entries(schema)) {
    sharedDefinitions(value, found);
    if (joint && keyword === '$ref') addReference(value, found);
    if (joint && Array.isArray(value)) for (const part of value) addReference(refIn(part), found);
    if (JOINT.has(keyword)) addReference(refIn(value), found);
  }
  return found;
}

function refIn(part: unknown): unknown {
  return isKeyed(part) ? part['$ref'] : undefined;
}

function addReference(ref: unknown, found: Set<string>): void {
  const place = typeof ref === 'string' ? definitionPlace(ref) : undefined;
  if (place?.rest === '') found.add(placeOf(place.keyword, place.name));
}

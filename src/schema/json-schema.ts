/** A JSON Schema of draft 2020-12. Keywords that are not declared here are allowed, too. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema | boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly [keyword: string]: unknown;
}

/** The properties of an object, and the names of the required ones. */
export interface Fields {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/** The place of a definition that a reference points at, or into. */
export interface DefinitionPlace {
  readonly keyword: '$defs' | 'definitions';
  /** The key of the definition, without the escapes of a reference. */
  readonly name: string;
  /** The rest of the reference, from the definition on. */
  readonly rest: string;
}

/** Reads a reference to a definition at the root; undefined for a reference to anything else. */
export function definitionPlace(ref: string): DefinitionPlace | undefined {
  const [, keyword, name, rest] = /^#\/(\$defs|definitions)\/([^/]+)(.*)$/s.exec(ref) ?? [];
  if (keyword === undefined || name === undefined || rest === undefined) return undefined;
  return { keyword: keyword as DefinitionPlace['keyword'], name: unescaped(name), rest };
}

/** A part of a JSON Pointer in a URI fragment, without its escapes (RFC 6901, section 6). */
function unescaped(part: string): string {
  return percentDecoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that was never escaped
  }
}

/** The definitions of a schema, under both of the keywords that drafts have had for them. */
export function definitionsIn(schema: JsonSchema): JsonSchema {
  const { $defs, definitions } = schema;
  return { ...($defs !== undefined && { $defs }), ...(definitions !== undefined && { definitions }) };
}

/** Resolves a schema that is only a reference to one of its definitions; any other schema is returned as it is. */
export function resolved(schema: JsonSchema): JsonSchema {
  const place = schema.$ref === undefined ? undefined : definitionPlace(schema.$ref);
  return (place?.rest === '' ? definitionAt(schema, place) : undefined) ?? schema;
}

/** The definition at a place of a schema; undefined if there is none. */
export function definitionAt(schema: JsonSchema, { keyword, name }: DefinitionPlace): JsonSchema | undefined {
  const definitions = (schema[keyword] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}

/** Like {@link resolved}, with the definitions that the result may refer to. */
export function inlined(schema: JsonSchema): JsonSchema {
  return { ...resolved(schema), ...definitionsIn(schema) };
}

/** The fields of an object schema; undefined for any other schema, and for one without properties. */
export function fieldsOf(schema: JsonSchema): Fields | undefined {
  const { type, properties, required = [] } = resolved(schema);
  return properties === undefined || (type !== undefined && type !== 'object')
    ? undefined
    : { properties, required };
}

/** Tells whether a schema has more than a title and a description. */
export function saysType(schema: JsonSchema): boolean {
  const {
    title: _title,
    description: _description,
    $defs: _defs,
    definitions: _definitions,
    default: _default,
    ...rest
  } = resolved(schema);
  return Object.keys(rest).length > 0;
}

/** Turns a key into a title: `variable_name` and `variableName` into `Variable Name`. */
export function titleOf(key: string): string {
  return key
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '_')
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

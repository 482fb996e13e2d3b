/** A JSON Schema of draft 2020-12, with the keywords that are written here; others pass through. */
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

/** The properties of an object, and which of them have to be there. */
export interface Fields {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/** The schema itself, or the definition that it is nothing but a reference to. */
export function resolved(schema: JsonSchema): JsonSchema {
  const name = schema.$ref === undefined ? undefined : /^#\/\$defs\/([^/]+)$/.exec(schema.$ref)?.[1];
  return (name === undefined ? undefined : schema.$defs?.[name]) ?? schema;
}

/** A schema that is nothing but a reference to one of its definitions, as that definition. */
export function inlined(schema: JsonSchema): JsonSchema {
  const { $defs } = schema;
  return { ...resolved(schema), ...($defs !== undefined && { $defs }) };
}

/** The fields of a schema of objects; undefined for a schema of anything else, and for one that says nothing. */
export function fieldsOf(schema: JsonSchema): Fields | undefined {
  const { type, properties, required = [] } = resolved(schema);
  return properties === undefined || (type !== undefined && type !== 'object')
    ? undefined
    : { properties, required };
}

/** Tells whether a schema says more than a name and a description. */
export function saysType(schema: JsonSchema): boolean {
  const {
    title: _title,
    description: _description,
    $defs: _defs,
    default: _default,
    ...rest
  } = resolved(schema);
  return Object.keys(rest).length > 0;
}

/** The words of a key as a title: `variable_name` and `variableName` are `Variable Name`. */
export function titleOf(key: string): string {
  return key
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '_')
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

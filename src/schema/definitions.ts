import { isDeepStrictEqual } from 'node:util';
import { definitionPlace, type JsonSchema } from './json-schema.js';

/**
 * Collects the definitions of schemas that become parts of one schema, renames those whose names clash, and adjusts the
 * references to them.
 */
export class Definitions {
  readonly #all = new Map<string, JsonSchema>();

  /** Adds a schema as a part; its definitions move to the root. */
  part(schema: JsonSchema): JsonSchema {
    // The references of a schema with an `$id` are relative to it, and stay valid.
    if (schema['$id'] !== undefined) return schema;
    const { $defs = {}, definitions = {}, $schema: _dialect, ...rest } = schema as JsonSchema & Definable;
    const local: Record<string, JsonSchema> = { ...definitions, ...$defs };
    const names = new Map<string, string>();
    if (refersToRoot(schema)) {
      local[''] = rest;
      names.set('', this.#free(schema.title ?? 'Schema', rest));
    }
    for (const [key, definition] of Object.entries(local)) {
      if (key !== '') names.set(key, this.#free(key, definition));
    }
    for (const [key, definition] of Object.entries(local)) {
      this.#all.set(names.get(key) as string, renamed(definition, names));
    }
    return renamed(rest, names);
  }

  /** Adds a schema as a definition, and returns a reference to it. */
  reference(schema: JsonSchema): JsonSchema {
    const part = this.part(schema);
    if (part.$ref !== undefined && Object.keys(part).length === 1) return part;
    const name = this.#free(part.title ?? 'Schema', part);
    this.#all.set(name, part);
    return { $ref: `#/$defs/${name}` };
  }

  /** Adds the definitions to the schema that is the root. */
  root(schema: JsonSchema): JsonSchema {
    return this.#all.size === 0 ? schema : { $defs: Object.fromEntries(this.#all), ...schema };
  }

  /**
   * Reserves a name for a schema, without characters that a reference would have to escape; equal schemas share one.
   */
  #free(wanted: string, schema: JsonSchema): string {
    const base = wanted.replace(/[^\w.-]+/g, '_').replace(/_$/, '') || 'Schema';
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? base : `${base}_${String(count)}`;
      const known = this.#all.get(name);
      if (known === undefined || isDeepStrictEqual(known, schema)) {
        this.#all.set(name, schema);
        return name;
      }
    }
  }
}

interface Definable {
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** A copy in which references have the new names of definitions; the empty name is that of the root itself. */
function renamed(schema: JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  return mapped(schema, (ref) => {
    const root = pointsIntoRoot(ref) ? { name: '', rest: ref.slice(1) } : undefined;
    const place = definitionPlace(ref) ?? root;
    const name = place && names.get(place.name);
    return place === undefined || name === undefined ? ref : `#/$defs/${name}${place.rest}`;
  }) as JsonSchema;
}

function mapped(value: unknown, rename: (ref: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapped(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? rename(inner) : mapped(inner, rename),
    ]),
  );
}

function refersToRoot(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(refersToRoot);
  if (typeof schema !== 'object' || schema === null) return false;
  return Object.entries(schema).some(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? pointsIntoRoot(value) : refersToRoot(value),
  );
}

/** Tells whether a reference points at the root, or at a place in it other than a definition. */
function pointsIntoRoot(ref: string): boolean {
  return ref === '#' || (ref.startsWith('#/') && definitionPlace(ref) === undefined);
}

import { Definitions } from './definitions.js';
import { fieldsOf, inlined, saysType, titleOf, type Fields, type JsonSchema } from './json-schema.js';
import type { Schema } from './schema.js';
import { setOwn } from './set-own.js';

/** Builds the schema of an object from the fields of several schemas. */
export class Merge {
  readonly #definitions = new Definitions();
  readonly #properties: Record<string, JsonSchema> = {};
  readonly #required = new Set<string>();

  /** Adds the fields of an object schema; returns false for any other schema. */
  addFields(schema: JsonSchema, wanted: (key: string) => boolean = () => true): boolean {
    const fields = this.#fieldsOf(schema);
    for (const [key, property] of Object.entries(fields?.properties ?? {})) {
      if (!wanted(key)) continue;
      setOwn(this.#properties, key, property);
      if (fields?.required.includes(key) === true) this.#required.add(key);
    }
    return fields !== undefined;
  }

  /**
   * Adds the fields of an object schema, or any other schema as the field `root`; a schema without a type adds
   * nothing.
   */
  addFieldsOrRoot(schema: JsonSchema): void {
    if (this.addFields(schema) || !saysType(schema)) return;
    const { title: _title, ...rest } = this.#definitions.part(schema);
    setOwn(this.#properties, 'root', { title: 'Root', ...rest });
    this.#required.add('root');
  }

  /** Adds a required field. */
  addField(key: string, schema: Schema): void {
    setOwn(this.#properties, key, this.#fieldOf(key, schema));
    this.#required.add(key);
  }

  /** The schema of the object. */
  result(): JsonSchema {
    return this.#definitions.root({
      type: 'object',
      properties: this.#properties,
      ...(this.#required.size > 0 && { required: [...this.#required] }),
    });
  }

  #fieldOf(key: string, schema: Schema): JsonSchema {
    const json = schema.toJsonSchema();
    if (schema.named) return this.#definitions.reference(json);
    return { ...this.#definitions.part(json), title: titleOf(key) };
  }

  #fieldsOf(schema: JsonSchema): Fields | undefined {
    return fieldsOf(schema) === undefined ? undefined : fieldsOf(this.#definitions.part(inlined(schema)));
  }
}

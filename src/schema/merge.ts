import { Definitions } from './definitions.js';
import { fieldsOf, inlined, saysType, titleOf, type Fields, type JsonSchema } from './json-schema.js';
import type { Schema } from './schema.js';
import { setOwn } from './set-own.js';

/** Makes the schema of an object of which several schemas know some of the fields. */
export class Merge {
  readonly #definitions = new Definitions();
  readonly #properties: Record<string, JsonSchema> = {};
  readonly #required = new Set<string>();

  /** Adds the fields of a schema of objects; tells whether it was one. */
  addFields(schema: JsonSchema, wanted: (key: string) => boolean = () => true): boolean {
    const fields = this.#fieldsOf(schema);
    for (const [key, property] of Object.entries(fields?.properties ?? {})) {
      if (!wanted(key)) continue;
      setOwn(this.#properties, key, property);
      if (fields?.required.includes(key) === true) this.#required.add(key);
    }
    return fields !== undefined;
  }

  /** Adds the fields of a schema; one of anything but objects is a field `root`, and one that says nothing is none. */
  addFieldsOrRoot(schema: JsonSchema): void {
    if (this.addFields(schema) || !saysType(schema)) return;
    const { title: _title, ...rest } = this.#definitions.part(schema);
    setOwn(this.#properties, 'root', { title: 'Root', ...rest });
    this.#required.add('root');
  }

  /** Adds a field that is always there, of the type that a schema has. */
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

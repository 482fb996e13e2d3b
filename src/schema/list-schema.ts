import { Definitions } from './definitions.js';
import { Schema } from './schema.js';

/** The schema of a list, given that of its elements. */
export function listSchema(
  title: string,
  element: Schema,
  more: { readonly default?: unknown } = {},
): Schema {
  return new Schema(title, () => {
    const definitions = new Definitions();
    const items = definitions.reference(element.toJsonSchema());
    return definitions.root({ type: 'array', items, ...more });
  });
}

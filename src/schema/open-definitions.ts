import { definitionAt, definitionPlace, type JsonSchema } from './json-schema.js';
import { isChoice, KEYWORDS, keywordsIn } from './keywords.js';

/** Stands for the root among definitions. */
export const ROOT = '#';

/** Names a definition by its keyword and its key. */
export function placeOf(keyword: string, key: string): string {
  return `${keyword}/${key}`;
}

/**
 * The definitions that must not be closed, by their places: those that conditions refer to, which would fail for other
 * values than before; and for stripping those that choices refer to, since the branches that do not apply would remove
 * the properties of the one that does.
 */
export function openDefinitions(schema: JsonSchema, forStripping: boolean): ReadonlySet<string> {
  const open = new Set<string>();
  for (const [keyword, value] of keywordsIn(schema)) {
    if (KEYWORDS.CONDITIONS.has(keyword) || (forStripping && isChoice(keyword, value)))
      addReferences(value, schema, open);
  }
  return open;
}

/** Adds the definitions that a schema refers to, and those that they refer to in turn. */
function addReferences(schema: unknown, root: JsonSchema, found: Set<string>): void {
  for (const [keyword, value] of keywordsIn(schema)) {
    if (!REFERENCES.has(keyword) || typeof value !== 'string' || !value.startsWith('#')) continue;
    const place = definitionPlace(value);
    const name = place === undefined ? ROOT : placeOf(place.keyword, place.name);
    if (found.has(name)) continue;
    found.add(name);
    if (place !== undefined) addReferences(definitionAt(root, place), root, found);
  }
}

const REFERENCES: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef']);

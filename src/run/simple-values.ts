import { isKeptSecret } from '../errors/secret-ids.js';
import type { Node } from '../plan/node.js';
import { isSecret } from './configurable/specs.js';

const SIMPLE: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);
const SECRETS: ReadonlySet<string> = new Set(['api_key', 'apiKey']);

/**
 * The values of configurable fields that observers of a run may see: no objects, nothing private, no secrets.
 *
 * @param node - The runnable that has the fields, if it is known.
 */
export function simpleValues(
  configurable: Readonly<Record<string, unknown>> = {},
  node?: Node,
): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const id of Object.keys(configurable)) {
    const value = configurable[id];
    const isPrivate = id.startsWith('__') || SECRETS.has(id) || isKeptSecret(id);
    const isHidden = isPrivate || (node !== undefined && isSecret(node, id));
    if (!isHidden && SIMPLE.has(typeof value)) shown[id] = value;
  }
  return shown;
}

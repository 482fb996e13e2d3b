import { isKeptSecret } from '../errors/secret-ids.js';
import type { Node } from '../plan/node.js';
import { specsOf } from '../run/configurable/specs.js';

/** Replaces the value of a secret in arguments that are serialised. */
export class Secret {
  constructor(readonly id: string) {}
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Replaces the values of secrets by their ids.
 *
 * @param secrets - The ids by the names of arguments; the name of a nested one is a path with dots.
 */
export function hideSecrets(values: Values, secrets: Readonly<Record<string, string>>): Values {
  return Object.entries(secrets).reduce<Values>(
    (rest, [path, id]) => hide(rest, path.split('.'), id) as Values,
    values,
  );
}

function hide(container: unknown, [key = '', ...rest]: readonly string[], id: string): unknown {
  if (typeof container !== 'object' || container === null || !Object.hasOwn(container, key)) return container;
  const value = (container as Values)[key];
  if (value === undefined || value === null) return container;
  const hidden = rest.length === 0 ? new Secret(id) : hide(value, rest, id);
  return Array.isArray(container)
    ? container.map((item: unknown, index) => (String(index) === key ? hidden : item))
    : { ...container, [key]: hidden };
}

/** Replaces the values that a binding has for secret configurable fields by the ids of the fields. */
export function hideConfigured(fields: Values): Values {
  const config = fields['config'] as { readonly configurable?: Values } | undefined;
  if (config?.configurable === undefined) return fields;
  const ids = specsOf(fields['bound'] as Node)
    .filter(({ secret }) => secret === true)
    // A field of an alternative may also be bound by its id without the prefix.
    .flatMap(({ id }) => [id, id.slice(id.lastIndexOf('/') + 1)]);
  const hidden = Object.fromEntries(
    Object.entries(config.configurable).map(([id, value]) => [
      id,
      ids.includes(id) || isKeptSecret(id) ? new Secret(id) : value,
    ]),
  );
  return { ...fields, config: { ...config, configurable: hidden } };
}

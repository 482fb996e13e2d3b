import type { Class } from '../metadata/class.js';
import { configurable } from '../metadata/configurable.js';
import type { Node } from '../plan/node.js';
import { RunnableConfigurableFields } from '../run/configurable/fields.js';
import type { Variant } from '../run/configurable/variants.js';
import { defaultOption, hasOptions } from '../run/configurable/field-value.js';
import type { Bindings } from './bindings.js';
import { configuredOf, type Configured } from './configured.js';
import { hasPreDestroy } from './dependencies.js';
import type { Resolver } from './resolve.js';
import { instanceToken } from './tokens.js';
import { Workshop } from './workshop.js';

/** What is known of the application as a whole. */
export interface Surroundings {
  readonly bindings: Bindings;
  readonly cacheSize?: number | undefined;
}

/**
 * Puts the configurable fields of a class, and of the services it uses, around its node: a call with values of its own
 * gets an instance that was made for them.
 */
export function withFields(
  type: Class,
  instance: object,
  makeKind: (instance: object) => Node,
  { bindings, cacheSize }: Surroundings,
  resolver: Resolver,
): Node {
  const configured = configuredOf(type, bindings);
  if (Object.keys(configured.fields).length === 0) return makeKind(instance);
  return new RunnableConfigurableFields({
    bound: makeKind(instance),
    fields: configured.fields,
    current: currentValues(configured, instance, resolver),
    make: (values) => makeVariant(type, configured, values, makeKind, { resolver, bindings }),
    cacheSize,
  });
}

function makeVariant(
  type: Class,
  configured: Configured,
  values: Readonly<Record<string, unknown>>,
  makeKind: (instance: object) => Node,
  { resolver, bindings }: { readonly resolver: Resolver; readonly bindings: Bindings },
): Variant | Promise<Variant> {
  const workshop = new Workshop(resolver, bindings, values);
  workshop.admit(instanceToken(type), type, configured);
  const variant = (instance: unknown): Variant => ({
    node: makeKind(instance as object),
    dispose: [type, ...configured.services.values()].some(hasPreDestroy) ? () => workshop.close() : undefined,
  });
  const made = workshop.make(instanceToken(type));
  return made instanceof Promise ? made.then(variant) : variant(made);
}

/** What the fields are where a call says nothing, by id. */
function currentValues(
  { fields, own }: Configured,
  instance: object,
  resolver: Resolver,
): Record<string, unknown> {
  const current: Record<string, unknown> = {};
  for (const { place, id } of own) {
    if (typeof place !== 'number') current[id] = (instance as Record<string | symbol, unknown>)[place];
  }
  for (const [id, field] of Object.entries(fields)) {
    if (hasOptions(field)) current[id] = defaultOption(field);
    else if (!Object.hasOwn(current, id)) current[id] = resolver.get(configurable(id), { optional: true });
  }
  return current;
}

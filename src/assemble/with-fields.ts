import type { Class } from '../metadata/class.js';
import { configurable } from '../metadata/configurable.js';
import type { Node } from '../plan/node.js';
import { RunnableConfigurableFields } from '../run/configurable/fields.js';
import type { Variant } from '../run/configurable/variants.js';
import { defaultOption, hasOptions } from '../run/configurable/field-value.js';
import type { Configured } from './configured.js';
import type { Resolver } from './resolve.js';
import { scopeOf } from './scopes.js';
import type { Surroundings } from './surroundings.js';
import type { Workshop } from './workshop.js';

/**
 * Makes the node of a class configurable by the fields of the class and of the services it uses: a call that gives values
 * runs on an instance made for them.
 */
export function withFields(
  type: Class,
  instance: object,
  makeKind: (instance: object) => Node,
  surroundings: Surroundings,
  resolver: Resolver,
): Node {
  const { bindings, cacheSize } = surroundings;
  const configured = surroundings.configuredOf(type);
  if (Object.keys(configured.fields).length === 0) return makeKind(instance);
  // An instance of a transient class belongs to its user, and may be gone long before the application is.
  const disposers = scopeOf(type) === 'transient' ? undefined : surroundings.disposers;
  const isDisposable = [type, ...configured.services.values()].some((made) => bindings.isDisposable(made));
  return new RunnableConfigurableFields({
    bound: makeKind(instance),
    fields: configured.fields,
    current: currentValues(configured, instance, resolver),
    make: (values) => {
      const workshop = surroundings.openWorkshop(resolver, false);
      const variant = (made: object): Variant => ({
        node: makeKind(made),
        dispose: isDisposable ? disposerOf(workshop, disposers) : undefined,
      });
      const made = workshop.make(type, configured, values);
      return made instanceof Promise ? made.then(variant) : variant(made);
    },
    cacheSize,
  });
}

/** Closes a workshop when its instances are no longer kept, or else when the application is closed. */
function disposerOf(
  workshop: Workshop,
  disposers: Set<() => Promise<void>> | undefined,
): () => Promise<void> {
  const dispose = (): Promise<void> => {
    disposers?.delete(dispose);
    return workshop.close();
  };
  disposers?.add(dispose);
  return dispose;
}

/** The values of the fields for calls that give none, by id. */
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

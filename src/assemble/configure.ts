import type { Class } from '../metadata/class.js';
import { configurable } from '../metadata/configurable.js';
import type { Node } from '../plan/node.js';
import { RunnableConfigurableFields } from '../run/configurable/fields.js';
import type { Variant } from '../run/configurable/variants.js';
import { defaultOption, hasOptions } from '../run/configurable/field-value.js';
import type { Bindings } from './bindings.js';
import { configuredOf, type Configured } from './configured.js';
import type { Resolver } from './resolve.js';
import { ContainerWorkshop } from './container-workshop.js';
import type { Workshop } from './workshop.js';

/** What is known of the application as a whole. */
export interface Surroundings {
  readonly bindings: Bindings;
  readonly cacheSize?: number | undefined;
  /**
   * Opens a workshop that takes what it does not make from a resolver.
   *
   * @param ofRun - Whether it is that of one root run, and closed with it.
   */
  openWorkshop(resolver: Resolver, ofRun: boolean): Workshop;
}

/** An application whose instances are made by Inversify. */
export function surroundingsOf(bindings: Bindings): Surroundings {
  return { bindings, openWorkshop: (resolver) => new ContainerWorkshop(resolver, bindings) };
}

/**
 * Puts the configurable fields of a class, and of the services it uses, around its node: a call with values of its own
 * gets an instance that was made for them.
 */
export function withFields(
  type: Class,
  instance: object,
  makeKind: (instance: object) => Node,
  surroundings: Surroundings,
  resolver: Resolver,
): Node {
  const { bindings, cacheSize } = surroundings;
  const configured = configuredOf(type, bindings);
  if (Object.keys(configured.fields).length === 0) return makeKind(instance);
  const isDisposable = [type, ...configured.services.values()].some((made) => bindings.isDisposable(made));
  return new RunnableConfigurableFields({
    bound: makeKind(instance),
    fields: configured.fields,
    current: currentValues(configured, instance, resolver),
    make: (values) =>
      makeVariant(
        type,
        configured,
        values,
        makeKind,
        surroundings.openWorkshop(resolver, false),
        isDisposable,
      ),
    cacheSize,
  });
}

function makeVariant(
  type: Class,
  configured: Configured,
  values: Readonly<Record<string, unknown>>,
  makeKind: (instance: object) => Node,
  workshop: Workshop,
  isDisposable: boolean,
): Variant | Promise<Variant> {
  const variant = (instance: object): Variant => ({
    node: makeKind(instance),
    dispose: isDisposable ? () => workshop.close() : undefined,
  });
  const made = workshop.make(type, configured, values);
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

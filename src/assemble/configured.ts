import type { ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';
import { declarationOf, isRunnableClass } from '../metadata/declaration.js';
import type { FieldRecord } from '../metadata/records.js';
import type { AnyConfigurableField } from '../plan/field.js';
import type { Bindings } from './bindings.js';

/** What calls can configure of a class: its own fields, and those of the services it uses. */
export interface Configured {
  /** The fields, by id. */
  readonly fields: Readonly<Record<string, AnyConfigurableField>>;
  /** The services that have to be created again for other values, with the class of each. */
  readonly services: ReadonlyMap<ServiceIdentifier, Class>;
  /** The fields of the class itself, whose places in it are known. */
  readonly own: readonly FieldRecord[];
}

/** Finds the configurable fields of a class and of the services it uses, however deep. */
export function configuredOf(type: Class, bindings: Bindings): Configured {
  const services = new Map<ServiceIdentifier, Class>();
  const fields = fieldsBelow(type, bindings, services, new Set());
  if (fields.length === 0) return NOTHING;
  return {
    fields: Object.fromEntries(fields.map(({ id, field }) => [id, field as AnyConfigurableField])),
    services,
    own: declarationOf(type)?.fields ?? [],
  };
}

const NOTHING: Configured = Object.freeze({ fields: Object.freeze({}), services: new Map(), own: [] });

function fieldsBelow(
  type: Class,
  bindings: Bindings,
  services: Map<ServiceIdentifier, Class>,
  seen: Set<Class>,
): readonly FieldRecord[] {
  if (seen.has(type)) return [];
  seen.add(type);
  const found = [...(declarationOf(type)?.fields ?? [])];
  for (const { identifier } of bindings.dependenciesOf(type)) {
    // A runnable that is injected chooses for itself, by the context it is called with.
    if (identifier === undefined || isRunnableClass(identifier)) continue;
    const [service, ...others] = bindings.implementationsOf(identifier, type);
    if (service === undefined || others.length > 0) continue;
    const below = fieldsBelow(service, bindings, services, seen);
    if (below.length > 0) services.set(identifier, service);
    found.push(...below);
  }
  return found;
}

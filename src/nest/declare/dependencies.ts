import type { ServiceIdentifier } from 'inversify';
import { argumentOf, dependenciesOf, isBuiltIn, type Dependency } from '../../assemble/dependencies.js';
import type { Class } from '../../metadata/class.js';
import { tokenOf } from './token-of.js';

// The metadata keys of Nest's decorators, which Nest 11 and 12 export from different modules.
const TYPES = 'design:paramtypes';
const INJECTED = 'self:paramtypes';
const OPTIONAL = 'optional:paramtypes';
const PROPERTIES = 'self:properties_metadata';
const OPTIONAL_PROPERTIES = 'optional:properties_metadata';

/**
 * Reads what is injected into a class: what Nest's decorators name, or else what those of Inversify do, so that a class may
 * be written for either.
 */
export function nestDependenciesOf(type: Class): Dependency[] {
  const ofInversify = dependenciesOf(type);
  return [...constructorDependencies(type, ofInversify), ...propertyDependencies(type, ofInversify)];
}

function constructorDependencies(type: Class, ofInversify: readonly Dependency[]): Dependency[] {
  const types = list(TYPES, type);
  const injected = new Map(
    (list(INJECTED, type) as { index: number; param: unknown }[]).map(({ index, param }) => [index, param]),
  );
  const optional = new Set(list(OPTIONAL, type));
  const byTarget = new Map(ofInversify.map((dependency) => [dependency.target, dependency]));
  const named = ofInversify.filter(({ target }) => typeof target === 'number').length;
  const count = Math.max(types.length, named, type.length, ...[...injected.keys()].map((at) => at + 1));
  return Array.from({ length: count }, (_, index) => {
    const other = byTarget.get(index);
    const place = (): string => argumentOf(type, index);
    const identifier = injected.has(index)
      ? (tokenOf(injected.get(index)) as ServiceIdentifier | undefined)
      : (other?.identifier ?? byType(types[index]));
    return dependency(place, index, identifier, optional.has(index), other);
  });
}

function propertyDependencies(type: Class, ofInversify: readonly Dependency[]): Dependency[] {
  const optional = new Set(list(OPTIONAL_PROPERTIES, type));
  const own = (list(PROPERTIES, type) as { key: string | symbol; type: unknown }[]).map(
    ({ key, type: token }) =>
      dependency(
        () => `property ${String(key)}`,
        key,
        tokenOf(token) as ServiceIdentifier,
        optional.has(key),
      ),
  );
  const named = new Set(own.map(({ target }) => target));
  return [...own, ...ofInversify.filter(({ target }) => typeof target !== 'number' && !named.has(target))];
}

function dependency(
  place: Dependency['place'],
  target: Dependency['target'],
  identifier: ServiceIdentifier | undefined,
  optional: boolean,
  other?: Dependency,
): Dependency {
  const { multiple = false, name, tag } = other ?? {};
  return { place, target, identifier, optional: optional || other?.optional === true, multiple, name, tag };
}

function byType(type: unknown): ServiceIdentifier | undefined {
  return type === undefined || isBuiltIn(type as ServiceIdentifier) ? undefined : (type as ServiceIdentifier);
}

function list(key: string, type: Class): unknown[] {
  return (Reflect.getMetadata(key, type) as unknown[] | undefined) ?? [];
}

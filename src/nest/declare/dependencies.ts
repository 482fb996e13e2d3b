import type { ServiceIdentifier } from 'inversify';
import { argumentOf, dependenciesOf, isBuiltIn, type Dependency } from '../../assemble/dependencies.js';
import type { Class } from '../../metadata/class.js';
import { tokenOf } from './token-of.js';

// What Nest's decorators keep about a class; the names are the same in every version since its first.
const TYPES = 'design:paramtypes';
const INJECTED = 'self:paramtypes';
const OPTIONAL = 'optional:paramtypes';
const PROPERTIES = 'self:properties_metadata';
const OPTIONAL_PROPERTIES = 'optional:properties_metadata';

/**
 * Reads what Nest injects into a class: what its own decorators say, and else what those of Inversify do, so that a class
 * may be written for either.
 */
export function nestDependenciesOf(type: Class): Dependency[] {
  const known = dependenciesOf(type);
  return [...constructorDependencies(type, known), ...propertyDependencies(type, known)];
}

function constructorDependencies(type: Class, known: readonly Dependency[]): Dependency[] {
  const types = list(TYPES, type);
  const injected = new Map(
    (list(INJECTED, type) as { index: number; param: unknown }[]).map(({ index, param }) => [index, param]),
  );
  const optional = new Set(list(OPTIONAL, type));
  const byInversify = new Map(known.map((dependency) => [dependency.target, dependency]));
  const ofInversify = known.filter(({ target }) => typeof target === 'number').length;
  const count = Math.max(types.length, ofInversify, type.length, ...[...injected.keys()].map((at) => at + 1));
  return Array.from({ length: count }, (_, index) => {
    const other = byInversify.get(index);
    const place = (): string => argumentOf(type, index);
    const identifier = injected.has(index)
      ? (tokenOf(injected.get(index)) as ServiceIdentifier | undefined)
      : (other?.identifier ?? byType(types[index]));
    return dependency(place, index, identifier, optional.has(index), other);
  });
}

function propertyDependencies(type: Class, known: readonly Dependency[]): Dependency[] {
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
  return [...own, ...known.filter(({ target }) => typeof target !== 'number' && !named.has(target))];
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

import type { ServiceIdentifier } from 'inversify';
import { argumentOf, dependenciesOf, isBuiltIn, type Dependency } from '../../assemble/dependencies.js';
import { baseOf, type Class } from '../../metadata/class.js';
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
  const owner = constructorOwner(type);
  const types = ownList(TYPES, owner);
  const injected = new Map(ownInjected(owner).map(({ index, param }) => [index, param]));
  const optional = new Set(ownList(OPTIONAL, owner));
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

/** The class whose constructor makes instances of a class, as far as decorators show it. */
function constructorOwner(type: Class): Class {
  const isDecorated = (owner: Class): boolean =>
    [TYPES, INJECTED, OPTIONAL].some((key) => Reflect.hasOwnMetadata(key, owner));
  let owner: Class | undefined = type;
  while (owner !== undefined && !isDecorated(owner)) owner = baseOf(owner);
  return owner ?? type;
}

interface InjectedArgument {
  readonly index: number;
  readonly param: unknown;
}

/** What the constructor itself names: to the list of a class, Nest adds that of its base, which has another constructor. */
function ownInjected(owner: Class): InjectedArgument[] {
  const base = baseOf(owner);
  const inherited = new Set(base === undefined ? [] : list(INJECTED, base));
  return ownList(INJECTED, owner).filter((argument) => !inherited.has(argument)) as InjectedArgument[];
}

function ownList(key: string, type: Class): unknown[] {
  return (Reflect.getOwnMetadata(key, type) as unknown[] | undefined) ?? [];
}

function list(key: string, type: Class): unknown[] {
  return (Reflect.getMetadata(key, type) as unknown[] | undefined) ?? [];
}

import type { ServiceIdentifier } from 'inversify';
import { AssemblyError, type Fault } from '../errors/assembly-error.js';
import { describe } from '../errors/describe.js';
import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Bindings, Selection } from './bindings.js';
import { hasTypes, type Dependency } from './dependencies.js';
import { discover, servicesOf, stepsOf, type Discovery } from './discover.js';
import * as faults from './faults.js';
import { INVERSIFY, type Injection } from './injection.js';
import { nameOf } from './names.js';
import { nearest } from './nearest.js';
import { isRunScoped, scopeOf } from './scopes.js';

/** What is found out about an application before any of it is created. */
export interface Inspection extends Discovery {
  readonly faults: readonly Fault[];
  /** Everything that the container has to provide, as a step or as a dependency. */
  readonly wanted: ReadonlySet<ServiceIdentifier>;
}

/**
 * Finds all faults of the classes reached from the roots, without creating an instance of any.
 *
 * @param extraServices - Classes that the application itself needs instances of, such as its interceptors.
 * @param replaced - Identifiers for which something else is bound: dependencies of a class among them are not needed.
 */
export function inspect(
  roots: readonly Class[],
  bindings: Bindings,
  extraServices: readonly Class[] = [],
  replaced: ReadonlySet<unknown> = new Set(),
): Inspection {
  const found = discover(roots, (identifier, user) => bindings.isBound(identifier, user), bindings.rootsIn);
  const discovery = { ...found, services: [...new Set([...found.services, ...extraServices])] };
  const made = [...discovery.classes, ...discovery.services].filter((type) => !replaced.has(type));
  const untyped = made.filter((type) => !bindings.prepare(type));
  const providers = new ProviderCheck(bindings, new Set(made), replaced);
  const missing = providers.check([...roots, ...extraServices]);
  return {
    ...discovery,
    wanted: providers.wanted,
    faults: [
      ...structuralFaults(discovery, bindings),
      ...untyped.map((type) => faults.noTypes(type, declarationOf(type)?.declaredAt?.(), bindings.decorator)),
      ...missing,
    ],
  };
}

/**
 * Checks that `reflect-metadata` is loaded, without which nothing can even be bound in a container.
 *
 * @throws {@link AssemblyError} if it is not, with the other faults that can be found without it.
 */
export function requireReflectMetadata(roots: readonly Class[]): void {
  if (typeof Reflect.getOwnMetadata === 'function') return;
  const faultsOfAll = structuralFaults(discover(roots, () => true));
  throw new AssemblyError([faults.noReflectMetadata(), ...faultsOfAll]);
}

/** Faults of the declarations themselves. */
export function structuralFaults(
  { classes, cycles, undecorated }: Discovery,
  injection: Injection = INVERSIFY,
): Fault[] {
  return [
    ...undecorated.map(({ path, label }) => faults.notDecorated(path, label, injection.provideStep())),
    ...cycles.map(faults.circular),
    ...classes.flatMap(declarationFaults),
  ];
}

/** Faults of one class that can be found without a container. */
function declarationFaults(type: Class): Fault[] {
  const declaration = declarationOf(type);
  if (declaration === undefined) return [];
  const { kinds } = declaration;
  const found: Fault[] = [...declaration.faults];
  if (kinds.length === 0) found.push(faults.noKind(type, declaration));
  if (kinds.length > 1) found.push(faults.severalKinds(type, declaration));
  if (kinds.length === 1 && kinds[0]?.kind === 'step' && !hasHook(type))
    found.push(faults.noRun(type, declaration));
  return found;
}

function hasHook({ prototype }: Class): boolean {
  return ['run', 'runStream'].some(
    (hook) => typeof (prototype as Record<string, unknown>)[hook] === 'function',
  );
}

/** Follows dependencies from the roots, through steps and services, and finds those that have no provider. */
class ProviderCheck {
  readonly wanted = new Set<ServiceIdentifier>();
  readonly #found: Fault[] = [];
  readonly #checked: Set<unknown>;

  constructor(
    readonly bindings: Bindings,
    readonly assembled: ReadonlySet<Class>,
    replaced: ReadonlySet<unknown>,
  ) {
    this.#checked = new Set(replaced);
  }

  check(roots: readonly Class[]): Fault[] {
    for (const root of roots) this.#visit(root, [nameOf(root)]);
    return this.#found;
  }

  #visit(type: Class, path: readonly string[]): void {
    if (this.#checked.has(type)) return;
    this.#checked.add(type);
    const declaration = declarationOf(type);
    for (const dependency of this.bindings.dependenciesOf(type)) this.#need(type, dependency, path);
    for (const service of declaration === undefined ? [] : servicesOf(declaration)) {
      this.#visit(service, [...path, service.name]);
    }
    for (const { identifier, label } of declaration === undefined ? [] : stepsOf(declaration)) {
      // A class that is neither declared nor bound has a fault of its own.
      if (
        isClass(identifier) &&
        declarationOf(identifier) === undefined &&
        this.#providersOf(identifier, type) === undefined
      )
        continue;
      this.#follow(identifier, type, path, () => label);
    }
  }

  #need(type: Class, dependency: Dependency, path: readonly string[]): void {
    const { identifier, optional, place, name, tag } = dependency;
    if (identifier === undefined) {
      if (!optional && hasTypes(type)) {
        const declaredAt = declarationOf(type)?.declaredAt?.();
        this.#found.push(faults.untyped(type, place(), path, declaredAt, this.bindings.decorator));
      }
      return;
    }
    if (this.bindings.isOfRun(identifier, type) && !this.bindings.isOfRun(type, type)) {
      this.#found.push(
        faults.outlivesRun(type, nameOf(identifier), isRunScoped(identifier), place(), path, scopeOf(type)),
      );
    }
    this.wanted.add(identifier);
    const selection = { name, tag };
    if (optional && this.#providersOf(identifier, type, selection) === undefined) return;
    this.#follow(identifier, type, path, place, selection);
  }

  #follow(
    identifier: ServiceIdentifier,
    user: Class,
    path: readonly string[],
    place: () => string,
    selection?: Selection,
  ): void {
    const label = nameOf(identifier);
    this.wanted.add(identifier);
    const types = this.#providersOf(identifier, user, selection);
    if (types === undefined) {
      const fix = this.bindings.provideService(identifier, user);
      const near = nearest(label, [...this.bindings.identifiers()].map(nameOf));
      const neededBy = `${user.name}, ${place()}${selectedBy(selection)}`;
      this.#found.push(faults.noProvider(label, neededBy, path, declarationOf(user), fix, near));
      return;
    }
    for (const type of types) this.#visit(type, [...path, label]);
  }

  /** The classes that an identifier is bound to; undefined if nothing is provided for it. */
  #providersOf(
    identifier: ServiceIdentifier,
    user: Class,
    selection?: Selection,
  ): readonly Class[] | undefined {
    if (this.bindings.isBound(identifier, user, selection))
      return this.bindings.implementationsOf(identifier, user);
    return this.assembled.has(identifier as Class) ? [identifier as Class] : undefined;
  }
}

/** Says which of several bindings a dependency asks for, if it asks for a certain one. */
function selectedBy({ name, tag }: Selection = {}): string {
  if (name !== undefined) return `, named ${describe(name)}`;
  return tag === undefined ? '' : `, tagged ${String(tag.key)}: ${describe(tag.value)}`;
}

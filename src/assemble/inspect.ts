import type { ServiceIdentifier } from 'inversify';
import { AssemblyError, type Fault } from '../errors/assembly-error.js';
import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Bindings, Selection } from './bindings.js';
import { hasTypes, type Dependency } from './dependencies.js';
import { discover, servicesOf, stepsOf, type Discovery } from './discover.js';
import * as faults from './faults.js';
import { INVERSIFY, type Injection } from './injection.js';
import { nameOf } from './names.js';
import { nearest } from './nearest.js';
import { isRunScoped } from './scopes.js';

/** What was found out about an application before anything of it is made. */
export interface Inspection extends Discovery {
  readonly faults: readonly Fault[];
  /** Everything that is wanted of the container, as a step or injected. */
  readonly wanted: ReadonlySet<ServiceIdentifier>;
}

/**
 * Finds everything that is wrong with the classes reached from the roots, without making an instance of any.
 *
 * @param extraServices - Classes that the application itself wants made, such as its interceptors.
 * @param replaced - What something else is bound for: whatever a class among them wants is not needed.
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
 * Throws if nothing keeps the types of constructors, with what else can be told: without them a container cannot even
 * be filled.
 */
export function requireReflectMetadata(roots: readonly Class[]): void {
  if (typeof Reflect.getOwnMetadata === 'function') return;
  const faultsOfAll = structuralFaults(discover(roots, () => true));
  throw new AssemblyError([faults.noReflectMetadata(), ...faultsOfAll]);
}

/** Faults of the declarations themselves. */
export function structuralFaults(
  { classes, circles, undecorated }: Discovery,
  injection: Injection = INVERSIFY,
): Fault[] {
  return [
    ...undecorated.map(({ path, label }) => faults.notDecorated(path, label, injection.provideStep())),
    ...circles.map(faults.circular),
    ...classes.flatMap(declarationFaults),
  ];
}

/** Faults of one class that show without a container. */
export function declarationFaults(type: Class): Fault[] {
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

/** Follows dependencies from the roots, through steps and services, and finds those without a provider. */
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
      // A class that nothing declares and nobody provides is reported as that.
      if (
        isClass(identifier) &&
        declarationOf(identifier) === undefined &&
        !this.#isProvided(identifier, type)
      )
        continue;
      this.#follow(identifier, type, path, () => this.#missing(identifier, type, label, path));
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
      const scope = declarationOf(type)?.kinds[0]?.options.scope ?? 'singleton';
      this.#found.push(
        faults.outlivesRun(type, nameOf(identifier), isRunScoped(identifier), place(), path, scope),
      );
    }
    this.wanted.add(identifier);
    const selection = { name, tag };
    if (!this.#isProvided(identifier, type, selection) && optional) return;
    this.#follow(identifier, type, path, () => this.#missing(identifier, type, place(), path), selection);
  }

  #missing(identifier: ServiceIdentifier, user: Class, place: string, path: readonly string[]): Fault {
    const fix = this.bindings.provideService(identifier, user);
    return faults.noProvider(nameOf(identifier), `${user.name}, ${place}`, path, declarationOf(user), fix);
  }

  #follow(
    identifier: ServiceIdentifier,
    user: Class,
    path: readonly string[],
    missing: () => Fault,
    selection?: Selection,
  ): void {
    const label = nameOf(identifier);
    this.wanted.add(identifier);
    if (!this.#isProvided(identifier, user, selection)) {
      const near = nearest(label, [...this.bindings.identifiers()].map(nameOf));
      this.#found.push({
        ...missing(),
        path: [...path, label],
        near: near && `a provider named ${JSON.stringify(near)} is bound`,
      });
      return;
    }
    const types = this.bindings.isBound(identifier, user)
      ? this.bindings.implementationsOf(identifier, user)
      : [identifier as Class];
    for (const type of types) this.#visit(type, [...path, label]);
  }

  #isProvided(identifier: ServiceIdentifier, user: Class, selection?: Selection): boolean {
    return this.bindings.isBound(identifier, user, selection) || this.assembled.has(identifier as Class);
  }
}

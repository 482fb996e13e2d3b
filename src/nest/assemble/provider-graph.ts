import { Scope, type InjectionToken } from '@nestjs/common';
import type { ServiceIdentifier } from 'inversify';
import { servicesOf, stepsOf } from '../../assemble/discover.js';
import { isRunScoped } from '../../assemble/scopes.js';
import type { Class } from '../../metadata/class.js';
import { declarationOf } from '../../metadata/declaration.js';
import { ASSEMBLY } from '../declare/assembly.js';
import { nestDependenciesOf } from '../declare/dependencies.js';
import { runnableOf } from '../declare/runnable-module.js';
import { tokenOf } from '../declare/token-of.js';
import { classOfProvider, findProvider, type LocatedProvider, type NestProvider } from './find-provider.js';
import type { ModuleLookup } from './module-lookup.js';

/** The providers of an application and what each of them depends on, as far as it is known before any is made. */
export class ProviderGraph {
  readonly #requestScoped = new Map<NestProvider, boolean>();

  constructor(readonly lookup: ModuleLookup) {}

  /** Whether Nest makes a provider anew for each request, because of itself or of what it depends on. */
  isRequestScoped(located: LocatedProvider): boolean {
    const { provider } = located;
    const known = this.#requestScoped.get(provider);
    if (known !== undefined) return known;
    // Until the answer is known: a cycle alone does not make anything request-scoped.
    this.#requestScoped.set(provider, false);
    const isRunnable = runnableOf(located.module.metatype) !== undefined;
    const result =
      provider.scope === Scope.REQUEST ||
      (!isRunnable && this.#dependenciesOf(located).some((needed) => this.isRequestScoped(needed)));
    this.#requestScoped.set(provider, result);
    return result;
  }

  /** Whether all classes that have a provider injected, in whatever request, have the same instance. */
  isShared(located: LocatedProvider): boolean {
    const { provider } = located;
    if (provider.isAlias) return this.#dependenciesOf(located).every((target) => this.isShared(target));
    return provider.scope !== Scope.TRANSIENT && !this.isRequestScoped(located);
  }

  /**
   * Finds a path from what a class depends on to a provider that exists only after the assembly, such as a runnable.
   *
   * @param type - A class that the application as a whole has made, whether it is among the providers or not.
   */
  pathToAssembledOf(type: Class): LocatedProvider[] | undefined {
    const provided = this.lookup.find(type, undefined);
    const needed = identifiersOf(type).flatMap((identifier) => this.lookup.find(identifier, undefined) ?? []);
    return this.#pathToAssembledFrom(provided === undefined ? needed : this.#dependenciesOf(provided));
  }

  /** Finds a path from what a provider depends on to one that exists only after the assembly, such as a runnable. */
  pathToAssembled(start: LocatedProvider): LocatedProvider[] | undefined {
    return this.#pathToAssembledFrom(this.#dependenciesOf(start));
  }

  /** Finds a path from a provider through its dependencies back to itself; it begins and ends with the provider. */
  findCycle(start: LocatedProvider): LocatedProvider[] | undefined {
    const path = this.#findPath(this.#dependenciesOf(start), ({ provider }) => provider === start.provider);
    return path && [start, ...path];
  }

  #findPath(
    starts: readonly LocatedProvider[],
    isGoal: (located: LocatedProvider) => boolean,
  ): LocatedProvider[] | undefined {
    const seen = new Set<NestProvider>();
    const search = (
      candidates: readonly LocatedProvider[],
      path: LocatedProvider[],
    ): LocatedProvider[] | undefined => {
      for (const next of candidates) {
        const extended = [...path, next];
        if (isGoal(next)) return extended;
        if (seen.has(next.provider)) continue;
        seen.add(next.provider);
        const found = search(this.#dependenciesOf(next), extended);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return search(starts, []);
  }

  #pathToAssembledFrom(starts: readonly LocatedProvider[]): LocatedProvider[] | undefined {
    const path = this.#findPath(
      starts,
      ({ provider, module }) => provider.token === ASSEMBLY || provider.token === runnableOf(module.metatype),
    );
    // The assembly itself is no part of the application's own code, so messages leave it out.
    return path?.filter(({ provider }) => provider.token !== ASSEMBLY);
  }

  #dependenciesOf({ provider, module }: LocatedProvider): LocatedProvider[] {
    const runnable = runnableOf(module.metatype);
    if (runnable !== undefined && provider.token === runnable) {
      return this.#needsOf(runnable).flatMap((identifier) => this.lookup.find(identifier, runnable) ?? []);
    }
    return injectedTokens(provider).flatMap((token) => findProvider(module, token) ?? []);
  }

  #needsOf(runnable: Class): ServiceIdentifier[] {
    const declaration = declarationOf(runnable);
    // Nobody makes an instance of a run-scoped class before a run does.
    const injected = isRunScoped(runnable) ? [] : identifiersOf(runnable);
    if (declaration === undefined) return injected;
    const steps = stepsOf(declaration).map(({ identifier }) => identifier);
    const services = servicesOf(declaration).flatMap((service) =>
      this.lookup.find(service as ServiceIdentifier, runnable) === undefined
        ? identifiersOf(service)
        : (service as ServiceIdentifier),
    );
    return [...steps, ...services, ...injected];
  }
}

function identifiersOf(type: Class): ServiceIdentifier[] {
  return nestDependenciesOf(type).flatMap(({ identifier }) => identifier ?? []);
}

function injectedTokens(provider: NestProvider): InjectionToken[] {
  const type = classOfProvider(provider);
  if (type !== undefined) return identifiersOf(type) as InjectionToken[];
  return (provider.inject ?? []).flatMap((wanted) => {
    const isOption = typeof wanted === 'object' && 'token' in wanted;
    return tokenOf(isOption ? wanted.token : wanted) ?? [];
  });
}

import { Scope, type InjectionToken } from '@nestjs/common';
import type { ServiceIdentifier } from 'inversify';
import { servicesOf, stepsOf } from '../../assemble/discover.js';
import { isRunScoped } from '../../assemble/scopes.js';
import { isClass, type Class } from '../../metadata/class.js';
import { declarationOf } from '../../metadata/declaration.js';
import { nestDependenciesOf } from '../declare/dependencies.js';
import { runnableOf } from '../declare/runnable-module.js';
import { tokenOf } from '../declare/tokens.js';
import { findProvider, type Found, type NestProvider } from './module-graph.js';
import type { Places } from './places.js';

/** The graph of providers as it can be known before any of them is made. */
export class Edges {
  readonly #places: Places;
  readonly #ofRequest = new Map<NestProvider, boolean>();

  constructor(places: Places) {
    this.#places = places;
  }

  /** The providers that one needs to be made. */
  from({ provider, module }: Found): Found[] {
    const runnable = runnableOf(module.metatype);
    if (runnable !== undefined && provider.token === runnable) {
      return this.#needsOf(runnable).flatMap((identifier) => this.#places.find(identifier, runnable) ?? []);
    }
    return tokensOf(provider).flatMap((token) => findProvider(module, token) ?? []);
  }

  /** Whether Nest makes a provider anew for each request, because of itself or of what it needs. */
  isOfRequest(found: Found): boolean {
    const { provider } = found;
    const known = this.#ofRequest.get(provider);
    if (known !== undefined) return known;
    // While it is being found out: a circle does not make anything request-scoped.
    this.#ofRequest.set(provider, false);
    const isRunnable = runnableOf(found.module.metatype) !== undefined;
    const result =
      provider.scope === Scope.REQUEST ||
      (!isRunnable && this.from(found).some((needed) => this.isOfRequest(needed)));
    this.#ofRequest.set(provider, result);
    return result;
  }

  /** Whether whoever wants a provider may get another one of it than others did. */
  isFleeting(found: Found): boolean {
    const { provider } = found;
    if (provider.isAlias) return this.from(found).some((meant) => this.isFleeting(meant));
    return provider.scope === Scope.TRANSIENT || this.isOfRequest(found);
  }

  /** Finds a way from what a class needs, that is made for the application, to a runnable; undefined if there is none. */
  wayToRunnable(type: Class): Found[] | undefined {
    const seen = new Set<NestProvider>();
    const search = (identified: readonly Found[], path: Found[]): Found[] | undefined => {
      for (const next of identified) {
        if (runnableOf(next.module.metatype) === next.provider.token) return [...path, next];
        if (seen.has(next.provider)) continue;
        seen.add(next.provider);
        const found = search(this.from(next), [...path, next]);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    const provided = this.#places.find(type, undefined);
    const needed = identifiersOf(type).flatMap(
      (identifier) => this.#places.find(identifier, undefined) ?? [],
    );
    return search(provided === undefined ? needed : this.from(provided), []);
  }

  /** Finds a way from what a provider needs back to it; undefined if there is none. */
  circle(start: Found): Found[] | undefined {
    const seen = new Set<NestProvider>();
    const search = (at: Found, path: Found[]): Found[] | undefined => {
      for (const next of this.from(at)) {
        if (next.provider === start.provider) return [...path, next];
        if (seen.has(next.provider)) continue;
        seen.add(next.provider);
        const found = search(next, [...path, next]);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return search(start, [start]);
  }

  #needsOf(runnable: Class): ServiceIdentifier[] {
    const declaration = declarationOf(runnable);
    const used =
      declaration === undefined ? [] : [...stepsOf(declaration).map(({ identifier }) => identifier)];
    const services = (declaration === undefined ? [] : servicesOf(declaration)).flatMap((service) =>
      this.#places.find(service as ServiceIdentifier, runnable) === undefined
        ? identifiersOf(service)
        : (service as ServiceIdentifier),
    );
    // Nobody makes an instance of it before a run does.
    const injected = isRunScoped(runnable) ? [] : identifiersOf(runnable);
    return [...used, ...services, ...injected];
  }
}

/** What a class is given where Nest makes it. */
export function identifiersOf(type: Class): ServiceIdentifier[] {
  return nestDependenciesOf(type).flatMap(({ identifier }) => identifier ?? []);
}

/** The class that Nest makes a provider of; undefined where it is a value or made by a factory. */
export function classOfProvider(provider: NestProvider): Class | undefined {
  return !provider.isNotMetatype && isClass(provider.metatype) ? provider.metatype : undefined;
}

function tokensOf(provider: NestProvider): InjectionToken[] {
  const type = classOfProvider(provider);
  if (type !== undefined) return identifiersOf(type) as InjectionToken[];
  return (provider.inject ?? []).flatMap((wanted) => {
    const isOption = typeof wanted === 'object' && 'token' in wanted;
    return tokenOf(isOption ? wanted.token : wanted) ?? [];
  });
}

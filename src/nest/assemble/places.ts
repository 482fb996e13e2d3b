import type { InjectionToken } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { ServiceIdentifier } from 'inversify';
import { isClass, type Class } from '../../metadata/class.js';
import { runnableOf } from '../declare/runnable-module.js';
import { findProvider, type Found, type NestModule } from './module-graph.js';

/**
 * Where the classes of an application are at home: in which modules Nest looks for what they want.
 *
 * A runnable is at home in every module that imports the `forFeature` that it is reached from, in the order of the
 * modules, any other class in the module whose provider it is.
 */
export class Places {
  readonly #container: ModulesContainer;
  readonly #featureModule: Class;
  #modules: readonly NestModule[] = [];
  readonly #homes = new Map<Class, readonly NestModule[]>();
  readonly #own = new Map<Class, NestModule>();
  readonly #roots = new Set<Class>();

  /** @param featureModule - The class of the modules that `forFeature` makes. */
  constructor(modules: ModulesContainer, featureModule: Class) {
    this.#container = modules;
    this.#featureModule = featureModule;
    this.refresh();
  }

  /** Looks for modules that have been loaded since. */
  refresh(): void {
    this.#modules = [...this.#container.values()];
    for (const module of this.#modules) this.#take(module, this.#featureModule);
  }

  /** The runnables that the application names itself. */
  get roots(): readonly Class[] {
    return [...this.#roots];
  }

  /** Every module that is not one of a runnable. */
  get modules(): readonly NestModule[] {
    return this.#modules.filter(({ metatype }) => runnableOf(metatype) === undefined);
  }

  /** The module of a runnable that provides it, assembled. */
  moduleOf(runnable: Class): NestModule | undefined {
    return this.#own.get(runnable);
  }

  /** Where Nest looks for what a class wants; for the application itself, its root module. */
  homesOf(user: Class | undefined): readonly NestModule[] {
    if (user === undefined) return this.#modules.filter(({ distance }) => distance === 1);
    return this.#homes.get(user) ?? this.homesOf(undefined);
  }

  /** Gives a class that has no home the one of its user. */
  adopt(type: Class, user: Class | undefined): void {
    if (!this.#homes.has(type)) this.#homes.set(type, this.homesOf(user));
  }

  /** Finds what a class is given for an identifier, and from which of its homes it is seen. */
  find(
    identifier: ServiceIdentifier,
    user: Class | undefined,
  ): (Found & { readonly home: NestModule }) | undefined {
    // A runnable that the homes do not show is seen in its own module.
    const own = isClass(identifier) ? this.#own.get(identifier) : undefined;
    for (const home of [...this.homesOf(user), ...(own === undefined ? [] : [own])]) {
      const found = findProvider(home, identifier as InjectionToken);
      if (found !== undefined) return { ...found, home };
    }
    return undefined;
  }

  #take(module: NestModule, featureModule: Class): void {
    const runnable = runnableOf(module.metatype);
    if (runnable !== undefined) {
      this.#own.set(runnable, module);
      return;
    }
    for (const provider of module.providers.values()) {
      if (!provider.isNotMetatype && isClass(provider.metatype) && !this.#homes.has(provider.metatype))
        this.#homes.set(provider.metatype, [module]);
    }
    for (const feature of module.imports) {
      if (feature.metatype !== featureModule) continue;
      for (const { metatype } of feature.imports) {
        const root = runnableOf(metatype);
        if (root !== undefined) this.#roots.add(root);
      }
      this.#settle(feature, module, new Set());
    }
  }

  #settle(feature: NestModule, home: NestModule, seen: Set<NestModule>): void {
    for (const module of feature.imports) {
      const runnable = runnableOf(module.metatype);
      if (runnable === undefined || seen.has(module)) continue;
      seen.add(module);
      const homes = this.#homes.get(runnable) ?? [];
      if (!homes.includes(home)) this.#homes.set(runnable, [...homes, home]);
      this.#settle(module, home, seen);
    }
  }
}

import type { InjectionToken } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { ServiceIdentifier } from 'inversify';
import { isClass, type Class } from '../../metadata/class.js';
import { runnableOf } from '../declare/runnable-module.js';
import { classOfProvider, findProvider, type LocatedProvider, type NestModule } from './find-provider.js';

/**
 * Tells in which modules the dependencies of a class are looked up.
 *
 * Those of a runnable are looked up in every module that imports a `forFeature` from which it is reached, in the order of
 * the modules; those of any other class in the module whose provider it is.
 */
export class ModuleLookup {
  readonly #container: ModulesContainer;
  readonly #featureModule: Class;
  #modules: readonly NestModule[] = [];
  readonly #modulesOf = new Map<Class, readonly NestModule[]>();
  /** The module of its own that each runnable has. */
  readonly #own = new Map<Class, NestModule>();
  readonly #roots = new Set<Class>();

  /** @param featureModule - The class of the modules that `forFeature` makes. */
  constructor(modules: ModulesContainer, featureModule: Class) {
    this.#container = modules;
    this.#featureModule = featureModule;
    this.refresh();
  }

  /** Takes in the modules that Nest has loaded lazily since. */
  refresh(): void {
    this.#modules = [...this.#container.values()];
    for (const module of this.#modules) this.#add(module);
  }

  /** The runnables that are named in a `forFeature`. */
  get roots(): readonly Class[] {
    return [...this.#roots];
  }

  /** The modules that the application itself has: all but those of single runnables. */
  get modules(): readonly NestModule[] {
    return this.#modules.filter(({ metatype }) => runnableOf(metatype) === undefined);
  }

  /** The modules in which the dependencies of a class are looked up; of the application itself, its root module. */
  modulesOf(user: Class | undefined): readonly NestModule[] {
    if (user === undefined) return this.#modules.filter(({ distance }) => distance === 1);
    return this.#modulesOf.get(user) ?? this.modulesOf(undefined);
  }

  /** Has the dependencies of a class that is no provider looked up where those of its user are. */
  lookUpAs(type: Class, user: Class | undefined): void {
    if (!this.#modulesOf.has(type)) this.#modulesOf.set(type, this.modulesOf(user));
  }

  /** Finds what a class is given for an identifier, and the module of the class (`seenFrom`) in which it is visible. */
  find(
    identifier: ServiceIdentifier,
    user: Class | undefined,
  ): (LocatedProvider & { readonly seenFrom: NestModule }) | undefined {
    // A step that is not visible in the modules of its chain is visible in its own.
    const own = isClass(identifier) ? this.#own.get(identifier) : undefined;
    for (const seenFrom of [...this.modulesOf(user), ...(own === undefined ? [] : [own])]) {
      const found = findProvider(seenFrom, identifier as InjectionToken);
      if (found !== undefined) return { ...found, seenFrom };
    }
    return undefined;
  }

  #add(module: NestModule): void {
    const runnable = runnableOf(module.metatype);
    if (runnable !== undefined) {
      this.#own.set(runnable, module);
      return;
    }
    for (const provider of module.providers.values()) {
      const type = classOfProvider(provider);
      if (type !== undefined && !this.#modulesOf.has(type)) this.#modulesOf.set(type, [module]);
    }
    for (const feature of module.imports) {
      if (feature.metatype !== this.#featureModule) continue;
      for (const { metatype } of feature.imports) {
        const root = runnableOf(metatype);
        if (root !== undefined) this.#roots.add(root);
      }
      this.#addRunnables(feature, module, new Set());
    }
  }

  /** Notes for each runnable reached from a feature that it is looked up in the module that imports the feature. */
  #addRunnables(feature: NestModule, importer: NestModule, seen: Set<NestModule>): void {
    for (const module of feature.imports) {
      const runnable = runnableOf(module.metatype);
      if (runnable === undefined || seen.has(module)) continue;
      seen.add(module);
      const known = this.#modulesOf.get(runnable) ?? [];
      if (!known.includes(importer)) this.#modulesOf.set(runnable, [...known, importer]);
      this.#addRunnables(module, importer, seen);
    }
  }
}

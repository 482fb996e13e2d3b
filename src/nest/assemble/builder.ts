import type { InjectionToken } from '@nestjs/common';
import type { ContextId } from '@nestjs/core';
import type { ServiceIdentifier } from 'inversify';
import { lifecycleOf, type Dependency } from '../../assemble/dependencies.js';
import type { Class } from '../../metadata/class.js';
import { nestDependenciesOf } from '../declare/dependencies.js';
import type { Edges } from './edges.js';
import type { Places } from './places.js';
import { Recipe } from './recipe.js';

/** Gives what takes the place of something that Nest has, or that itself. */
export type Supply = (dependency: Dependency, given: unknown) => unknown;

interface Plan {
  readonly dependencies: readonly Dependency[];
  readonly recipe: Recipe;
}

/** Makes instances of classes, of what Nest has. */
export class Builder {
  readonly #plans = new Map<Class, Plan>();

  constructor(
    readonly places: Places,
    readonly edges: Edges,
  ) {}

  /**
   * Makes an instance.
   *
   * @param context - The context of a request or run, in which request-scoped providers are made; none outside of any.
   */
  async make(type: Class, context?: ContextId, supply: Supply = (_, given) => given): Promise<object> {
    const { dependencies, recipe } = this.#planOf(type);
    const given = await recipe.resolve(context);
    const values = await Promise.all(given.map((value, at) => supply(dependencies[at] as Dependency, value)));
    const args: unknown[] = [];
    const properties = new Map<string | symbol, unknown>();
    dependencies.forEach(({ target }, at) => {
      if (typeof target === 'number') args[target] = values[at];
      else if (values[at] !== undefined) properties.set(target, values[at]);
    });
    const instance = Reflect.construct<unknown[], Record<string | symbol, unknown>>(type as never, args);
    for (const [key, value] of properties) instance[key] = value;
    for (const method of lifecycleOf(type).postConstruct)
      await (instance[method] as () => unknown).call(instance);
    return instance;
  }

  /** Gets what a class uses, in the order of the identifiers. */
  get(user: Class, identifiers: readonly ServiceIdentifier[]): Promise<readonly unknown[]> {
    return this.#recipe(user, identifiers).resolve();
  }

  #planOf(type: Class): Plan {
    const known = this.#plans.get(type);
    if (known !== undefined) return known;
    const dependencies = nestDependenciesOf(type).filter(({ identifier }) => identifier !== undefined);
    const wanted = dependencies.map(({ identifier }) => identifier as ServiceIdentifier);
    const plan = { dependencies, recipe: this.#recipe(type, wanted) };
    this.#plans.set(type, plan);
    return plan;
  }

  #recipe(user: Class, identifiers: readonly ServiceIdentifier[]): Recipe {
    const wants = identifiers.map((identifier) => {
      const found = this.places.find(identifier, user);
      const isFleeting = found !== undefined && this.edges.isFleeting(found);
      return { token: identifier as InjectionToken, module: found?.home, isFleeting };
    });
    return new Recipe(user.name, wants);
  }
}

import type { InjectionToken } from '@nestjs/common';
import type { ContextId } from '@nestjs/core';
import type { ServiceIdentifier } from 'inversify';
import { lifecycleOf, type Dependency } from '../../assemble/dependencies.js';
import type { Class } from '../../metadata/class.js';
import { nestDependenciesOf } from '../declare/dependencies.js';
import { DependencyResolver } from './dependency-resolver.js';
import type { ProviderGraph } from './provider-graph.js';

/** Gives what is injected for a dependency: what Nest has resolved, or something in its place. */
export type Substitute = (dependency: Dependency, resolved: unknown) => unknown;

interface InstancePlan {
  readonly dependencies: readonly Dependency[];
  readonly resolver: DependencyResolver;
}

/** Makes instances of classes, with dependencies that Nest resolves. */
export class InstanceFactory {
  readonly #graph: ProviderGraph;
  readonly #plans = new Map<Class, InstancePlan>();

  constructor(graph: ProviderGraph) {
    this.#graph = graph;
  }

  /**
   * Makes an instance.
   *
   * @param context - The context of a request or run, in which request-scoped providers are made; none outside of any.
   */
  async make(
    type: Class,
    context?: ContextId,
    substitute: Substitute = (_, resolved) => resolved,
  ): Promise<object> {
    const { dependencies, resolver } = this.#planOf(type);
    const resolved = await resolver.resolve(context);
    const values = await Promise.all(
      resolved.map((value, at) => substitute(dependencies[at] as Dependency, value)),
    );
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

  /** Resolves what a class uses besides what is injected into it, in the order of the identifiers. */
  resolve(user: Class, identifiers: readonly ServiceIdentifier[]): Promise<readonly unknown[]> {
    return this.#resolverFor(user, identifiers).resolve();
  }

  #planOf(type: Class): InstancePlan {
    const known = this.#plans.get(type);
    if (known !== undefined) return known;
    const dependencies = nestDependenciesOf(type).filter(({ identifier }) => identifier !== undefined);
    const identifiers = dependencies.map(({ identifier }) => identifier as ServiceIdentifier);
    const plan = { dependencies, resolver: this.#resolverFor(type, identifiers) };
    this.#plans.set(type, plan);
    return plan;
  }

  #resolverFor(user: Class, identifiers: readonly ServiceIdentifier[]): DependencyResolver {
    const wanted = identifiers.map((identifier) => {
      const found = this.#graph.lookup.find(identifier, user);
      const isShared = found === undefined || this.#graph.isShared(found);
      return { token: identifier as InjectionToken, module: found?.seenFrom, isShared };
    });
    return new DependencyResolver(user.name, wanted);
  }
}

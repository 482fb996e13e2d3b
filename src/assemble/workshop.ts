import { Container, type GetOptions, type ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';
import { configurable } from '../metadata/configurable.js';
import { runnableBrand } from '../plan/brand.js';
import { Step } from '../run/step.js';
import type { Bindings } from './bindings.js';
import { configuredOf, type Configured } from './configured.js';
import { dependenciesOf, type Dependency } from './dependencies.js';
import { resolve, type Resolver } from './resolve.js';
import { isRunScoped } from './scopes.js';
import { instanceToken } from './tokens.js';

/**
 * A small container in which some classes are made anew, with values of their own for configurable fields; everything
 * else they want comes from where the application has it.
 */
export class Workshop {
  readonly container = new Container();
  readonly #resolver: Resolver;
  readonly #bindings: Bindings;

  constructor(resolver: Resolver, bindings: Bindings, values: Readonly<Record<string, unknown>> = {}) {
    this.#resolver = resolver;
    this.#bindings = bindings;
    this.configure(values);
  }

  /** Gives values to configurable fields, by id; those given before stay. */
  configure(values: Readonly<Record<string, unknown>>): void {
    for (const [id, value] of Object.entries(values)) {
      const token = configurable(id);
      if (!this.container.isBound(token)) this.container.bind(token).toConstantValue(value);
    }
  }

  /** Lets a class be made here, once, under an identifier, with the services that are configured as it is. */
  admit(identifier: ServiceIdentifier, type: Class, { services }: Configured): void {
    this.#add(identifier, type);
    for (const [service, implementation] of services) this.#add(service, implementation);
    for (const made of [type, ...services.values()]) this.#supplyAll(made);
  }

  /** Makes what stands under an identifier, with all that it needs. */
  make(identifier: ServiceIdentifier): unknown {
    return resolve(this.container, identifier);
  }

  /** Runs the `@preDestroy` methods of what was made here. */
  async close(): Promise<void> {
    await this.container.unbindAllAsync();
  }

  #add(identifier: ServiceIdentifier, type: Class): void {
    if (this.container.isBound(identifier)) return;
    this.container
      .bind(identifier)
      .to(type as never)
      .inSingletonScope();
  }

  /** Lets what a class wants be had here, unless it is made here. */
  #supplyAll(type: Class): void {
    for (const dependency of dependenciesOf(type)) this.#supply(dependency);
  }

  #supply({ identifier, optional, multiple, name, tag }: Dependency): void {
    if (identifier === undefined || this.container.isBound(identifier, bound(name, tag))) return;
    // Where something else is bound for the class, there is no bare instance to be made.
    if (isRunScoped(identifier) && this.#bindings.isBound(instanceToken(identifier))) {
      this.#shareInRun(identifier);
      return;
    }
    const options: GetOptions = bound(name, tag);
    if (multiple) {
      for (const value of this.#resolver.getAll(identifier, options))
        this.#bind(identifier, name, tag, () => value);
      return;
    }
    const value = resolve(
      this.#resolver,
      identifier,
      optional ? { ...bound(name, tag), optional: true } : bound(name, tag),
    );
    if (value !== undefined || !optional) this.#bind(identifier, name, tag, () => value);
  }

  /** A run-scoped class is injected as the one instance that the run has of it. */
  #shareInRun(type: Class): void {
    const standIn = this.#resolver.get(type as ServiceIdentifier<Step<unknown, unknown>>);
    this.admit(instanceToken(type), type, configuredOf(type, this.#bindings));
    this.container.bind(type).toDynamicValue((context) => {
      const instance = context.get(instanceToken(type));
      Step.connect(instance, standIn[runnableBrand]);
      return instance;
    });
  }

  #bind(
    identifier: ServiceIdentifier,
    name: Dependency['name'],
    tag: Dependency['tag'],
    value: () => unknown,
  ): void {
    const binding = this.container.bind(identifier).toDynamicValue(value);
    if (name !== undefined) binding.whenNamed(name);
    else if (tag !== undefined) binding.whenTagged(tag.key, tag.value);
  }
}

function bound(name: Dependency['name'], tag: Dependency['tag']): GetOptions {
  return { ...(name === undefined ? {} : { name }), ...(tag === undefined ? {} : { tag }) };
}

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
import { instanceToken } from './instance-token.js';
import type { Workshop } from './workshop.js';

/** Creates instances in a small container of its own. */
export class ContainerWorkshop implements Workshop {
  readonly container = new Container();
  readonly #resolver: Resolver;
  readonly #bindings: Bindings;

  constructor(resolver: Resolver, bindings: Bindings) {
    this.#resolver = resolver;
    this.#bindings = bindings;
  }

  make(
    type: Class,
    configured: Configured,
    values: Readonly<Record<string, unknown>>,
  ): object | Promise<object> {
    this.#configure(values);
    this.#admit(type, configured);
    return resolve(this.container, instanceToken(type)) as object | Promise<object>;
  }

  /** Runs the `@preDestroy` methods of what was made here. */
  async close(): Promise<void> {
    await this.container.unbindAllAsync();
  }

  #configure(values: Readonly<Record<string, unknown>>): void {
    for (const [id, value] of Object.entries(values)) {
      const token = configurable(id);
      if (!this.container.isBound(token)) this.container.bind(token).toConstantValue(value);
    }
  }

  #admit(type: Class, { services }: Configured): void {
    this.#add(instanceToken(type), type);
    for (const [service, implementation] of services) this.#add(service, implementation);
    for (const made of [type, ...services.values()]) this.#supplyAll(made);
  }

  #add(identifier: ServiceIdentifier, type: Class): void {
    if (this.container.isBound(identifier)) return;
    this.container
      .bind(identifier)
      .to(type as never)
      .inSingletonScope();
  }

  /** Makes the dependencies of a class available here, except for those that are created here. */
  #supplyAll(type: Class): void {
    for (const dependency of dependenciesOf(type)) this.#supply(dependency);
  }

  #supply({ identifier, optional, multiple, name, tag }: Dependency): void {
    const selected = bound(name, tag);
    if (identifier === undefined || this.container.isBound(identifier, selected)) return;
    // If the application has bound something else for the class, no instance of it is created.
    if (isRunScoped(identifier) && this.#bindings.isBound(instanceToken(identifier))) {
      this.#shareInRun(identifier);
      return;
    }
    if (multiple) {
      for (const value of this.#resolver.getAll(identifier, selected))
        this.#bind(identifier, name, tag, () => value);
      return;
    }
    const value = resolve(this.#resolver, identifier, optional ? { ...selected, optional: true } : selected);
    // It fails whoever it is injected into; where another dependency throws first, that is nobody.
    if (value instanceof Promise) value.catch(() => undefined);
    if (value !== undefined || !optional) this.#bind(identifier, name, tag, () => value);
  }

  /** Injects a run-scoped class as the one instance that the run has of it. */
  #shareInRun(type: Class): void {
    const standIn = this.#resolver.get(type as ServiceIdentifier<Step<unknown, unknown>>);
    this.#admit(type, configuredOf(type, this.#bindings));
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

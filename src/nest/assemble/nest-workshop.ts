import type { ContextId } from '@nestjs/core';
import { configuredOf, type Configured } from '../../assemble/configured.js';
import type { Dependency } from '../../assemble/dependencies.js';
import { isRunScoped } from '../../assemble/scopes.js';
import type { Workshop } from '../../assemble/workshop.js';
import type { Bindings } from '../../assemble/bindings.js';
import type { Class } from '../../metadata/class.js';
import { configurable } from '../../metadata/configurable.js';
import { runnableBrand } from '../../plan/brand.js';
import { Step } from '../../run/step.js';
import { disposeOf, type Disposable } from './dispose.js';
import type { InstanceFactory } from './instance-factory.js';

type Values = Readonly<Record<string, unknown>>;

/** Makes instances for certain values of configurable fields, or for one run, in a context of Nest of its own. */
export class NestWorkshop implements Workshop {
  readonly #values = new Map<symbol, unknown>();
  readonly #made = new Map<Class, Promise<object>>();

  constructor(
    readonly instances: InstanceFactory,
    readonly bindings: Bindings,
    readonly context?: ContextId,
  ) {}

  make(type: Class, { services }: Configured, values: Values): Promise<object> {
    for (const [id, value] of Object.entries(values)) {
      const token = configurable(id);
      if (!this.#values.has(token)) this.#values.set(token, value);
    }
    return this.#once(type, services);
  }

  async close(): Promise<void> {
    const made = [...this.#made].reverse();
    this.#made.clear();
    const disposables: Disposable[] = [];
    for (const [type, pending] of made) {
      // Whoever wanted an instance that could not be made has had the error.
      const instance = await pending.catch(() => undefined);
      if (instance !== undefined) disposables.push({ type, instance, withHook: true });
    }
    await disposeOf(disposables);
  }

  #once(type: Class, services: Configured['services']): Promise<object> {
    let made = this.#made.get(type);
    if (made === undefined) {
      made = this.instances.make(type, this.context, (dependency, resolved) =>
        this.#substitute(dependency, resolved, services),
      );
      this.#made.set(type, made);
    }
    return made;
  }

  #substitute({ identifier }: Dependency, resolved: unknown, services: Configured['services']): unknown {
    if (typeof identifier === 'symbol' && this.#values.has(identifier)) return this.#values.get(identifier);
    if (isRunScoped(identifier)) return this.#shareInRun(identifier, resolved as Step<unknown, unknown>);
    const service = identifier === undefined ? undefined : services.get(identifier);
    // Without values there is nothing to make it anew for.
    return service === undefined || this.#values.size === 0 ? resolved : this.#once(service, services);
  }

  /** Gives the one instance of a run-scoped class that the run has, wherever it is injected. */
  async #shareInRun(type: Class, standIn: Step<unknown, unknown>): Promise<object> {
    const instance = await this.make(type, configuredOf(type, this.bindings), {});
    Step.connect(instance, standIn[runnableBrand]);
    return instance;
  }
}

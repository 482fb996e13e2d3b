import type { ContextId } from '@nestjs/core';
import { configuredOf, type Configured } from '../../assemble/configured.js';
import { lifecycleOf, type Dependency } from '../../assemble/dependencies.js';
import { isRunScoped } from '../../assemble/scopes.js';
import type { Workshop } from '../../assemble/workshop.js';
import type { Bindings } from '../../assemble/bindings.js';
import type { Class } from '../../metadata/class.js';
import { configurable } from '../../metadata/configurable.js';
import { runnableBrand } from '../../plan/brand.js';
import { Step } from '../../run/step.js';
import type { Builder } from './builder.js';

type Values = Readonly<Record<string, unknown>>;

/** Makes instances anew, of what Nest has, in the context of a run if it is for one. */
export class NestWorkshop implements Workshop {
  readonly #values = new Map<symbol, unknown>();
  readonly #made = new Map<Class, Promise<object>>();

  constructor(
    readonly builder: Builder,
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
    for (const [type, pending] of made) {
      // What could not be made has told so whoever wanted it.
      const instance = await pending.catch(() => undefined);
      if (instance !== undefined) await dispose(type, instance);
    }
  }

  #once(type: Class, services: Configured['services']): Promise<object> {
    let made = this.#made.get(type);
    if (made === undefined) {
      made = this.builder.make(type, this.context, (dependency, given) =>
        this.#supply(dependency, given, services),
      );
      this.#made.set(type, made);
    }
    return made;
  }

  #supply({ identifier }: Dependency, given: unknown, services: Configured['services']): unknown {
    if (typeof identifier === 'symbol' && this.#values.has(identifier)) return this.#values.get(identifier);
    if (isRunScoped(identifier)) return this.#shareInRun(identifier, given as Step<unknown, unknown>);
    const service = identifier === undefined ? undefined : services.get(identifier);
    // One that depends on no value that was given is good as it is.
    return service === undefined || this.#values.size === 0 ? given : this.#once(service, services);
  }

  /** A run-scoped class is injected as the one instance that the run has of it. */
  async #shareInRun(type: Class, standIn: Step<unknown, unknown>): Promise<object> {
    const instance = await this.make(type, configuredOf(type, this.bindings), {});
    Step.connect(instance, standIn[runnableBrand]);
    return instance;
  }
}

/**
 * Runs what a class has to let go of what its instance holds.
 *
 * @param withHooks - Whether Nest does not call its own hook, as of what it has not among its providers.
 */
export async function dispose(type: Class, instance: object, withHooks = true): Promise<void> {
  const methods = new Set([...lifecycleOf(type).preDestroy, ...(withHooks ? ['onModuleDestroy'] : [])]);
  for (const method of methods) {
    const run = (instance as Record<string | symbol, unknown>)[method];
    if (typeof run === 'function') await (run as () => unknown).call(instance);
  }
}

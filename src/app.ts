import { Container, type ContainerModule, type ServiceIdentifier } from 'inversify';
import { Assembler } from './assemble/assembler.js';
import { binderOf, bindingsOf, type Bindings } from './assemble/bindings.js';
import {
  bindConfigurable,
  configurableFaults,
  fieldsOf,
  joinFields,
} from './assemble/configurable-values.js';
import { inspect, requireReflectMetadata, type Inspection } from './assemble/inspect.js';
import { makeAll } from './assemble/make-all.js';
import { bindRunnables, throwFaults } from './assemble/module.js';
import type { Fault } from './errors/assembly-error.js';
import type { InterceptorClass } from './declare/use-interceptors.js';
import { wiringOf } from './assemble/wiring.js';
import { applicationGraph } from './graph/application.js';
import type { Graph } from './graph/graph.js';
import { graphOf, type GraphOptions } from './graph/read.js';
import { isClass } from './metadata/class.js';
import { runnableBrand } from './plan/brand.js';
import type { RunnableConfig } from './plan/config.js';
import type { Node } from './plan/node.js';
import type { Callbacks } from './plan/callbacks.js';
import type { Interceptor } from './plan/observer.js';
import type { Run } from './plan/run.js';
import type { Watch } from './run/observed.js';
import type { RunnableClass } from './plan/class-types.js';
import type { ValidationOptions } from './run/checked.js';

/** What an application is made of. */
export interface AppOptions {
  /** The decorated classes to start from; what they use is found by itself. */
  readonly runnables: readonly RunnableClass[];
  /** Inversify modules that provide the services. */
  readonly modules?: readonly ContainerModule[];
  /** Values of configurable fields and alternatives, by id; a call's own values stand over them. */
  readonly configurable?: Readonly<Record<string, unknown>>;
  /**
   * How many instances of a class, each made for certain values of its configurable fields, are kept.
   *
   * @defaultValue 100
   */
  readonly configurableCacheSize?: number;
  /** How the types that classes declare are held to, where a class does not say. */
  readonly validation?: ValidationOptions;
  /** A container that provides services and stays its owner's: closing the application leaves it as it was. */
  readonly container?: Container;
  /** Interceptors around each root run of the application's runnables: classes, which the container makes, or objects. */
  readonly interceptors?: readonly (InterceptorClass | Interceptor)[];
  /** Handlers and observers that are told of every run in the trees of those root runs. */
  readonly callbacks?: Callbacks;
}

/** An assembled application. */
export interface App {
  /** The container that made everything. */
  readonly container: Container;
  /**
   * Gives a runnable or a service.
   *
   * @throws an error of Inversify if nothing is bound to the identifier, or if it can only be had asynchronously.
   */
  get<T>(identifier: ServiceIdentifier<T>): T;
  /** Gives a runnable or a service that may have to be waited for. */
  getAsync<T>(identifier: ServiceIdentifier<T>): Promise<T>;
  /**
   * Calls back when a root run of the application's runnables has ended, well or not.
   *
   * @returns a function that ends the calls.
   */
  on(event: 'run', listener: (run: Run) => unknown): () => void;
  /**
   * The graph of all of it: its runnables, each in a frame, with the services that are injected into them and what can be
   * configured.
   *
   * @param config - Matters where configurable values decide what a runnable is made of.
   * @example
   * ```ts
   * import type { App } from 'runwright';
   *
   * const draw = (app: App): Promise<string> => app.graph().drawSvg();
   * ```
   */
  graph(config?: RunnableConfig, options?: GraphOptions): Graph;
  /** Takes everything down: the `@preDestroy` methods of what the application has made run. */
  close(): Promise<void>;
}

/**
 * Assembles an application: finds all that its runnables use, checks it, and makes it.
 *
 * @throws {@link AssemblyError} that lists everything that is wrong.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Runnable, Step, createApp } from 'runwright';
 *
 * @Runnable()
 * class Upper extends Step<string, string> {
 *   run(text: string): string { return text.toUpperCase(); }
 * }
 *
 * const app = await createApp({ runnables: [Upper] });
 * await app.get(Upper).invoke('hello'); // => 'HELLO'
 * await app.close();
 * ```
 */
export function createApp(options: AppOptions): Promise<App> {
  return assembleApp(options);
}

/** What comes in the place of things that an application has, before anything of it is made. */
export interface Overrides {
  /** The identifiers for which something else is bound. */
  readonly replaced: ReadonlySet<unknown>;
  /** Decorated classes that come instead. */
  readonly runnables: readonly RunnableClass[];
  /** Binds what comes instead, and tells what is wrong with it, given the application as it is without. */
  apply(container: Container, bindings: Bindings, application: Inspection): Promise<readonly Fault[]>;
}

/** Assembles an application as {@link createApp} does, with other things in the place of some that it has. */
export async function assembleApp(
  {
    runnables,
    modules = [],
    configurable = {},
    configurableCacheSize,
    validation,
    container: given,
    interceptors = [],
    callbacks,
  }: AppOptions,
  overrides?: Overrides,
): Promise<App> {
  requireReflectMetadata(runnables);
  const container = new Container(given === undefined ? {} : { parent: given });
  await container.loadAsync(...modules);
  const bindings = bindingsOf(container);
  const services = interceptors.filter((one) => isClass(one));
  let inspection = inspect(runnables, bindings, services);
  let fields = fieldsOf(inspection.classes, bindings);
  const unmet = (await overrides?.apply(container, bindings, inspection)) ?? [];
  if (overrides !== undefined) {
    const roots = [...runnables, ...overrides.runnables];
    inspection = inspect(roots, bindings, services, overrides.replaced);
    // What was configurable stays so: values for what is no longer there are no mistake.
    fields = joinFields(fields, fieldsOf(inspection.classes, bindings));
  }
  throwFaults([...unmet, ...inspection.faults, ...configurableFaults(fields, configurable, bindings)]);
  const observers: Interceptor[] = [];
  const watch: Watch = { observers, callbacks, rootsOnly: true };
  const binder = binderOf(container);
  bindConfigurable(fields, configurable, binder);
  const assembler = new Assembler(bindings, { cacheSize: configurableCacheSize, watch, validation });
  bindRunnables(inspection, binder, assembler);
  for (const interceptor of interceptors) {
    observers.push(
      isClass(interceptor)
        ? await container.getAsync(interceptor as ServiceIdentifier<Interceptor>)
        : interceptor,
    );
  }
  await makeAll(runnables, (type) => container.getAsync(type as ServiceIdentifier));
  return {
    container,
    get: (identifier) => container.get(identifier),
    getAsync: (identifier) => container.getAsync(identifier),
    on: (_event, listener) => add(observers, { onFinally: (run) => listener(run), recordsChildren: true }),
    graph: (config, detail) =>
      applicationGraph(
        runnables.map((type) => {
          const node = container.get<Carrier>(type as ServiceIdentifier as ServiceIdentifier<Carrier>)[
            runnableBrand
          ];
          const wiring = wiringOf(node, config, bindings);
          return { name: type.name, graph: graphOf(node, config, detail), wiring };
        }),
      ),
    close: () => container.unbindAllAsync(),
  };
}

/** What an instance of a decorated class has. */
interface Carrier {
  readonly [runnableBrand]: Node;
}

/** Adds an observer; the function given back takes it away. */
function add(observers: Interceptor[], observer: Interceptor): () => void {
  observers.push(observer);
  return () => {
    const index = observers.indexOf(observer);
    if (index !== -1) observers.splice(index, 1);
  };
}

import { Container, type ContainerModule, type ServiceIdentifier } from 'inversify';
import { Assembler } from './assemble/assembler.js';
import { bindRunnables } from './assemble/bind-runnables.js';
import { binderOf, bindingsOf, type Bindings } from './assemble/bindings.js';
import { checkRunnables } from './assemble/check-runnables.js';
import {
  bindConfigurable,
  configurableFaults,
  fieldsOf,
  joinFields,
  type Fields,
} from './assemble/configurable-values.js';
import { throwFaults } from './assemble/faults.js';
import { inspect, requireReflectMetadata, type Inspection } from './assemble/inspect.js';
import { makeAll } from './assemble/make-all.js';
import type { Fault } from './errors/assembly-error.js';
import { InvalidOptionError } from './errors/declaration-errors.js';
import type { InterceptorClass } from './declare/use-interceptors.js';
import { wiringOf } from './assemble/wiring.js';
import { applicationGraph } from './graph/application.js';
import type { Graph } from './graph/graph.js';
import { graphOf, type GraphOptions } from './graph/read.js';
import { isClass } from './metadata/class.js';
import { configurable as configurableToken } from './metadata/configurable.js';
import { runnableBrand } from './plan/brand.js';
import type { RunnableConfig } from './plan/config.js';
import type { Node } from './plan/node.js';
import type { Callbacks } from './plan/callbacks.js';
import type { Interceptor } from './plan/observer.js';
import type { Run } from './plan/run.js';
import type { Watch } from './run/observed.js';
import type { RunnableClass } from './plan/class-types.js';
import type { ValidationOptions } from './run/checked.js';

/** What an application is assembled from. */
export interface AppOptions {
  /** The decorated classes to start from; the classes they use as steps are found from them. */
  readonly runnables: readonly RunnableClass[];
  /** Inversify modules that provide the services. */
  readonly modules?: readonly ContainerModule[];
  /** Values of configurable fields and alternatives, by id, in place of those that modules bind; those of a call take precedence. */
  readonly configurable?: Readonly<Record<string, unknown>>;
  /**
   * How many instances of a class are kept, each created for certain values of its configurable fields.
   *
   * @defaultValue 100
   */
  readonly configurableCacheSize?: number;
  /** How inputs and outputs are validated against the types that classes declare, where a class does not say. */
  readonly validation?: ValidationOptions;
  /** A container that provides services; it remains its owner's, so closing the application leaves it as it was. */
  readonly container?: Container;
  /** Interceptors around each root run of the application's runnables: objects, or classes, which the container creates. */
  readonly interceptors?: readonly (InterceptorClass | Interceptor)[];
  /** Handlers and observers of every run in the trees of those root runs. */
  readonly callbacks?: Callbacks;
}

/** An assembled application. */
export interface App {
  /** The container that created everything. */
  readonly container: Container;
  /**
   * Resolves a runnable or a service.
   *
   * @throws an error of Inversify if nothing is bound to the identifier, or if it can only be resolved asynchronously.
   */
  get<T>(identifier: ServiceIdentifier<T>): T;
  /** Resolves a runnable or a service, also one that can only be resolved asynchronously. */
  getAsync<T>(identifier: ServiceIdentifier<T>): Promise<T>;
  /**
   * Calls a listener whenever a root run of the application's runnables has ended, whether it succeeded or failed.
   *
   * @returns a function that removes the listener.
   */
  on(event: 'run', listener: (run: Run) => unknown): () => void;
  /**
   * Draws the whole application as a graph: its runnables, each in a frame, with the services that are injected into them
   * and the fields that can be configured.
   *
   * @param config - Its configurable values decide which alternatives are drawn.
   * @example
   * ```ts
   * import type { App } from 'runwright';
   *
   * const draw = (app: App): Promise<string> => app.graph().drawSvg();
   * ```
   */
  graph(config?: RunnableConfig, options?: GraphOptions): Graph;
  /** Disposes of the application: runs the `@preDestroy` methods of everything that it has created. */
  close(): Promise<void>;
}

/**
 * Assembles an application: finds the classes that its runnables use, checks all of them, and creates the runnables.
 *
 * @throws {@link AssemblyError} that lists every fault; what has been created by then is disposed of.
 * @throws {@link InvalidOptionError} if a runnable is no class, or an interceptor neither a class nor an object.
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

/** Replacements for parts of an application, made before any of it is created. */
export interface Overrides {
  /** The identifiers for which something else is bound. */
  readonly replaced: ReadonlySet<unknown>;
  /** Decorated classes among the replacements. */
  readonly runnables: readonly RunnableClass[];
  /** Binds the replacements, and reports what is wrong with them, given the inspection of the application without them. */
  apply(container: Container, bindings: Bindings, application: Inspection): Promise<readonly Fault[]>;
}

/** Assembles an application as {@link createApp} does, with replacements for some of its parts. */
export async function assembleApp(options: AppOptions, overrides?: Overrides): Promise<App> {
  checkRunnables('createApp', options.runnables);
  checkInterceptors(options.interceptors);
  requireReflectMetadata(options.runnables);
  const { container: parent, modules = [] } = options;
  const container = new Container(parent === undefined ? {} : { parent });
  try {
    await container.loadAsync(...modules);
    return await assembleIn(container, options, overrides);
  } catch (error) {
    // There is no application that its caller could close.
    await container.unbindAllAsync().catch(() => undefined);
    throw error;
  }
}

function checkInterceptors(interceptors: readonly unknown[] = []): void {
  interceptors.forEach((one, index) => {
    if (isClass(one) || (typeof one === 'object' && one !== null)) return;
    throw new InvalidOptionError('createApp', `interceptors[${String(index)}]`, 'a class or an object', one);
  });
}

async function assembleIn(
  container: Container,
  options: AppOptions,
  overrides: Overrides | undefined,
): Promise<App> {
  const { runnables, configurable = {}, interceptors = [], callbacks } = options;
  const { configurableCacheSize: cacheSize, validation } = options;
  const bindings = bindingsOf(container);
  const { inspection, fields } = await inspectApp(container, bindings, options, overrides);
  for (const id of Object.keys(configurable)) {
    // Values given to the application take precedence over those that its modules bind.
    if (container.isCurrentBound(configurableToken(id))) await container.unbindAsync(configurableToken(id));
  }
  const binder = binderOf(container);
  bindConfigurable(fields, configurable, binder);
  const observers: Interceptor[] = [];
  const watch: Watch = { observers, callbacks, rootsOnly: true };
  const assembler = new Assembler(bindings, { configured: fields.configured, cacheSize, watch, validation });
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
    graph: (config, detail) => graphOfApp(container, bindings, runnables, config, detail),
    async close() {
      try {
        await assembler.close();
      } finally {
        await container.unbindAllAsync();
      }
    },
  };
}

/** Finds all faults of an application, and throws them together; gives what it consists of if there are none. */
async function inspectApp(
  container: Container,
  bindings: Bindings,
  { runnables, configurable = {}, interceptors = [] }: AppOptions,
  overrides: Overrides | undefined,
): Promise<{ inspection: Inspection; fields: Fields }> {
  const services = interceptors.filter((one) => isClass(one));
  let inspection = inspect(runnables, bindings, services);
  let fields = fieldsOf(inspection.classes, bindings);
  const unmet = (await overrides?.apply(container, bindings, inspection)) ?? [];
  if (overrides !== undefined) {
    const roots = [...runnables, ...overrides.runnables];
    inspection = inspect(roots, bindings, services, overrides.replaced);
    // Values for fields of what is replaced are no mistake.
    fields = joinFields(fields, fieldsOf(inspection.classes, bindings));
  }
  throwFaults([...unmet, ...inspection.faults, ...configurableFaults(fields, configurable, bindings)]);
  return { inspection, fields };
}

function graphOfApp(
  container: Container,
  bindings: Bindings,
  runnables: readonly RunnableClass[],
  config: RunnableConfig | undefined,
  options: GraphOptions | undefined,
): Graph {
  return applicationGraph(
    runnables.map((type) => {
      const node = container.get<Carrier>(type as ServiceIdentifier as ServiceIdentifier<Carrier>)[
        runnableBrand
      ];
      const wiring = wiringOf(node, config, bindings);
      return { name: type.name, graph: graphOf(node, config, options), wiring };
    }),
  );
}

/** What an instance of a decorated class has. */
interface Carrier {
  readonly [runnableBrand]: Node;
}

/** Adds an observer, and gives a function that removes it. */
function add(observers: Interceptor[], observer: Interceptor): () => void {
  observers.push(observer);
  return () => {
    const index = observers.indexOf(observer);
    if (index !== -1) observers.splice(index, 1);
  };
}

import type { ExternalContextCreator } from '@nestjs/core';
import { Container, type ServiceIdentifier } from 'inversify';
import { Assembler } from '../../assemble/assembler.js';
import { binderOf, type Bindings } from '../../assemble/bindings.js';
import { bindConfigurable } from '../../assemble/configurable-values.js';
import { hasPreDestroy } from '../../assemble/dependencies.js';
import { servicesOf, stepsOf } from '../../assemble/discover.js';
import { throwFaults } from '../../assemble/faults.js';
import { isRunScoped, scopeOf } from '../../assemble/scopes.js';
import { isClass, type Class } from '../../metadata/class.js';
import { configurable } from '../../metadata/configurable.js';
import { declarationOf } from '../../metadata/declaration.js';
import type { Declaration } from '../../metadata/records.js';
import type { Node } from '../../plan/node.js';
import type { Interceptor } from '../../plan/observer.js';
import { asBase } from '../../run/as-runnable.js';
import { withInterceptors } from '../../run/interceptors.js';
import type { RunnableAssembly } from '../declare/assembly.js';
import type { RunwrightModuleOptions } from '../declare/options.js';
import { callbacksOf } from '../observe/callbacks.js';
import { enhanced, enhancerClassesOf, isEnhanced } from '../run/enhancers.js';
import type { RequestContext } from '../run/request-context.js';
import { RunnableSupervised } from '../run/supervised.js';
import type { Supervisor } from '../run/supervisor.js';
import { disposeOf, type Disposable } from './dispose.js';
import { inspectNest, type NestInspection } from './inspect-nest.js';
import { InstanceFactory } from './instance-factory.js';
import { nestBindings } from './nest-bindings.js';
import { NestWorkshop } from './nest-workshop.js';
import type { ProviderGraph } from './provider-graph.js';

/** What the assembly of an application works with. */
export interface NestApplication {
  readonly options: RunwrightModuleOptions;
  readonly graph: ProviderGraph;
  readonly contexts: ExternalContextCreator;
  readonly requests: RequestContext;
  readonly supervisor: Supervisor;
}

/**
 * Assembles the runnables of a Nest application: Nest owns the instances, and an Inversify container, which makes none
 * itself, holds them for the assembler as constants.
 */
export class NestAssembly implements RunnableAssembly {
  /** The singletons for code that works with Inversify: runnables, and values of configurable fields. */
  readonly container = new Container();
  /** The observers and interceptors of root runs, the outermost first. */
  readonly observers: Interceptor[] = [];
  readonly #application: NestApplication;
  readonly #bindings: Bindings;
  #inspection: NestInspection;
  readonly #instances: InstanceFactory;
  readonly #assembler: Assembler;
  readonly #services = new Map<Class, Promise<object>>();
  /** In the order in which they were made, so that dependencies are disposed of last. */
  readonly #disposables: Disposable[] = [];
  readonly #enhancements = new Map<Class, Interceptor>();

  /** @throws {@link AssemblyError} that lists everything that is wrong. */
  constructor(application: NestApplication) {
    this.#application = application;
    const { options, graph, supervisor, requests } = application;
    const bindings = (this.#bindings = nestBindings(graph));
    this.#inspection = this.#inspect();
    this.#instances = new InstanceFactory(graph);
    this.#assembler = new Assembler(bindings, {
      cacheSize: options.configurableCacheSize,
      validation: options.validation,
      watch: { observers: this.observers, callbacks: callbacksOf(options), rootsOnly: true },
      openWorkshop: (ofRun) =>
        new NestWorkshop(this.#instances, bindings, ofRun ? requests.open() : undefined),
      surround: (node, type) => this.#surround(node, type),
      supervise: (node) => new RunnableSupervised(node, supervisor),
    });
  }

  /** What `forRoot` or `forRootAsync` was given. */
  get options(): RunwrightModuleOptions {
    return this.#application.options;
  }

  /** How many runnables the application has, steps included. */
  get size(): number {
    return this.#inspection.classes.length;
  }

  /** Whether any of the runnables has an instance for each run. */
  get hasRunScoped(): boolean {
    return this.#inspection.classes.some(isRunScoped);
  }

  /** Instantiates the interceptors that the options name. */
  async prepare(): Promise<void> {
    for (const interceptor of this.#application.options.interceptors ?? []) {
      this.observers.push(isClass(interceptor) ? await this.#service(interceptor, undefined) : interceptor);
    }
  }

  async assemble(type: Class): Promise<object> {
    if (!this.#inspection.classes.includes(type)) this.#inspection = this.#inspectAgain();
    const declaration = declarationOf(type) as Declaration;
    const isTransient = scopeOf(type) === 'transient';
    const container = new Container({ parent: this.container });
    const instance = isRunScoped(type) ? undefined : await this.#instances.make(type);
    // A transient instance belongs to its user, so it is neither kept nor disposed of here.
    if (instance !== undefined && !isTransient && hasPreDestroy(type))
      this.#disposables.push({ type, instance, withHook: false });
    await this.#bindSteps(type, declaration, container);
    for (const service of new Set(servicesOf(declaration)))
      container.bind(service).toConstantValue(await this.#service(service, type));
    if (isEnhanced(type)) await this.#enhance(type);
    const assembled = await this.#assembler.assemble(type, instance, container);
    if (isRunScoped(type)) hideHooks(assembled);
    if (!isTransient && !this.container.isBound(type)) this.container.bind(type).toConstantValue(assembled);
    return assembled;
  }

  /** Disposes of what was made beside Nest's own providers, and calls the `@preDestroy` methods of runnables. */
  async close(): Promise<void> {
    try {
      await this.#assembler.close();
    } finally {
      await disposeOf(this.#disposables.splice(0).reverse());
    }
  }

  #inspect(): NestInspection {
    const { options, graph } = this.#application;
    const inspection = inspectNest(graph, this.#bindings, options);
    throwFaults(inspection.faults);
    const unbound = ([id]: readonly [string, unknown]): boolean => !this.container.isBound(configurable(id));
    const { fields, choices } = inspection.fields;
    bindConfigurable(
      {
        fields: Object.fromEntries(Object.entries(fields).filter(unbound)),
        choices: new Map([...choices].filter(unbound)),
      },
      options.configurable ?? {},
      binderOf(this.container),
    );
    return inspection;
  }

  /** A module that Nest has loaded lazily may have runnables of its own. */
  #inspectAgain(): NestInspection {
    this.#application.graph.lookup.refresh();
    return this.#inspect();
  }

  async #bindSteps(type: Class, declaration: Declaration, container: Container): Promise<void> {
    const uses = stepsOf(declaration);
    const steps = await this.#instances.resolve(
      type,
      uses.map(({ identifier }) => identifier),
    );
    const bound = new Set<unknown>();
    uses.forEach(({ identifier, bindingName }, at) => {
      if (bindingName !== undefined) {
        container.bind(type).toConstantValue(steps[at]).whenNamed(bindingName);
      } else if (!bound.has(identifier)) {
        bound.add(identifier);
        container.bind(identifier).toConstantValue(steps[at]);
      }
    });
  }

  /** Gets an instance of an interceptor or enhancer: the application's own, or else one that all runnables share. */
  #service(type: Class, user: Class | undefined): Promise<object> {
    const { lookup } = this.#application.graph;
    const identifier = type as ServiceIdentifier;
    if (lookup.find(identifier, user) !== undefined) {
      return this.#instances.resolve(user ?? type, [identifier]).then(([instance]) => instance as object);
    }
    let service = this.#services.get(type);
    if (service === undefined) {
      lookup.lookUpAs(type, user);
      service = this.#makeService(type);
      this.#services.set(type, service);
    }
    return service;
  }

  async #makeService(type: Class): Promise<object> {
    const instance = await this.#instances.make(type);
    this.#disposables.push({ type, instance, withHook: true });
    return instance;
  }

  async #enhance(type: Class): Promise<void> {
    const made = new Map<Class, unknown>();
    for (const enhancer of enhancerClassesOf(type)) made.set(enhancer, await this.#service(enhancer, type));
    this.#enhancements.set(type, enhanced(type, this.#application.contexts, made));
  }

  #surround(node: Node, type: Class): Node {
    const enhancement = this.#enhancements.get(type);
    return enhancement === undefined ? node : withInterceptors(asBase(node), [enhancement]);
  }
}

const HOOKS = [
  'onModuleInit',
  'onApplicationBootstrap',
  'onModuleDestroy',
  'beforeApplicationShutdown',
  'onApplicationShutdown',
];

/** What stands for the instances of runs was never constructed, so Nest must not call its lifecycle hooks. */
function hideHooks(standIn: object): void {
  for (const hook of HOOKS) Object.defineProperty(standIn, hook, { value: undefined });
}

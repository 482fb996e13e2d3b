import type { ServiceIdentifier } from 'inversify';
import { AssemblyError } from '../errors/assembly-error.js';
import { RunwrightError } from '../errors/runwright-error.js';
import { isClass, type Class } from '../metadata/class.js';
import { configurable } from '../metadata/configurable.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration, Slot } from '../metadata/records.js';
import { isReference } from '../metadata/reference.js';
import type { Node } from '../plan/node.js';
import type { ValidationOptions } from '../run/checked.js';
import { noteClass } from '../run/class-of.js';
import { coerce } from '../run/coerce.js';
import { RunnableObserved, type Watch } from '../run/observed.js';
import { Step } from '../run/step.js';
import type { Bindings } from './bindings.js';
import { composeKind, composeWrappers, type Composition } from './compose/compose.js';
import { configuredOf, type Configured } from './configured.js';
import { servicesOf, stepsOf, type StepUse } from './discover.js';
import { providerFailed } from './faults.js';
import { resolve, resolveAll, resolveOr, resolveSingleton, type Resolver } from './resolve.js';
import { RunScopedNode } from './run-scoped-node.js';
import { surroundingsOf, type Surroundings } from './surroundings.js';
import { withFields } from './with-fields.js';
import type { Workshop } from './workshop.js';

/** How the classes of an application are assembled. */
export interface AssemblerOptions {
  /** How many instances of a class are kept, each created for certain values of its fields. */
  readonly cacheSize?: number | undefined;
  /** Who observes the root runs of what is assembled. */
  readonly watch?: Watch | undefined;
  /** How inputs and outputs are validated, where a class does not say. */
  readonly validation?: ValidationOptions | undefined;
  /** What calls can configure of the classes, as far as the inspection has found it out. */
  readonly configured?: ReadonlyMap<Class, Configured> | undefined;
  /** Opens a workshop in which instances are created again; by Inversify if left out. */
  readonly openWorkshop?: ((ofRun: boolean) => Workshop) | undefined;
  /** Wraps the node of a class in what the application wants around each of its runs. */
  readonly surround?: ((node: Node, type: Class) => Node) | undefined;
  /** Wraps what the methods of an instance run, but not the instance as a step of another. */
  readonly supervise?: ((node: Node) => Node) | undefined;
}

/** Makes the nodes of declared classes, with their steps and services from a container. */
export class Assembler implements Surroundings {
  readonly disposers = new Set<() => Promise<void>>();
  /** Classes that have been bound for this assembler in singleton scope. */
  readonly singletons = new Set<unknown>();

  constructor(
    readonly bindings: Bindings,
    readonly options: AssemblerOptions = {},
  ) {}

  get cacheSize(): number | undefined {
    return this.options.cacheSize;
  }

  configuredOf(type: Class): Configured {
    return this.options.configured?.get(type) ?? configuredOf(type, this.bindings);
  }

  openWorkshop(resolver: Resolver, ofRun: boolean): Workshop {
    return this.options.openWorkshop?.(ofRun) ?? surroundingsOf(this.bindings).openWorkshop(resolver, ofRun);
  }

  /**
   * Disposes of the instances that are kept for values of configurable fields.
   *
   * @throws the first error of a `@preDestroy` method, after all of them have run.
   */
  async close(): Promise<void> {
    const outcomes = await Promise.allSettled([...this.disposers].map((dispose) => dispose()));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /**
   * Connects an instance of a declared class with the node made from its declaration and its steps; gives a promise of the
   * instance if a step can only be resolved asynchronously.
   *
   * @param instance - Undefined for a run-scoped class: what is given then is a stand-in for its instances.
   */
  assemble(type: Class, instance: object | undefined, resolver: Resolver): object | Promise<object> {
    const declaration = declarationOf(type) as Declaration;
    const uses = stepsOf(declaration);
    const services = servicesOf(declaration);
    const resolved = resolveAll([
      ...services.map((service) => () => this.#resolve(service, resolver)),
      ...uses.map((use) => () => this.#resolveStep(type, use, resolver)),
    ]);
    const connect = (made: readonly unknown[]): object => {
      const injected = mapOf(services, made);
      const stepOf = stepsFrom(type, uses, made.slice(services.length));
      const configured = (id: string): unknown => resolver.get(configurable(id), { optional: true });
      const serviceOf = ({ value }: Slot): unknown => injected.get(value) ?? value;
      const { validation } = this.options;
      const composition = { type, declaration, stepOf, serviceOf, configured, validation };
      return instance === undefined
        ? this.#connectRunScoped(composition, resolver)
        : this.#connect(composition, instance, resolver);
    };
    return resolved.some((value) => value instanceof Promise)
      ? Promise.all(resolved).then(connect)
      : connect(resolved);
  }

  /**
   * Resolves a step. An alternative is a named binding of the class that it is an alternative to.
   *
   * @throws {@link AssemblyError} that says which step could not be created.
   */
  #resolveStep(type: Class, { identifier, bindingName }: StepUse, resolver: Resolver): unknown {
    return resolveOr(
      () =>
        bindingName === undefined
          ? this.#resolve(identifier, resolver)
          : resolve(resolver, type, { name: bindingName }),
      (error) => {
        if (RunwrightError.is(error) || !isClass(identifier)) throw error;
        throw new AssemblyError([providerFailed(identifier, error)]);
      },
    );
  }

  #resolve(identifier: ServiceIdentifier, resolver: Resolver): unknown {
    return this.singletons.has(identifier)
      ? resolveSingleton(resolver, identifier)
      : resolve(resolver, identifier);
  }

  #connect(composition: Composition, instance: object, resolver: Resolver): object {
    const makeKind = (made: object): Node => composeKind(composition, made);
    const node = withFields(composition.type, instance, makeKind, this, resolver);
    return this.#connected(instance, composition, node);
  }

  /** Gives a stand-in, since there is no instance before a run needs one. */
  #connectRunScoped(composition: Composition, resolver: Resolver): object {
    const makeKind = (made: object): Node => composeKind(composition, made);
    const node = new RunScopedNode(composition.type, makeKind, this, resolver);
    const standIn = Reflect.construct(Step, [], composition.type as never) as object;
    return this.#connected(standIn, composition, node);
  }

  #connected(instance: object, composition: Composition, inner: Node): object {
    const { type } = composition;
    const whole = composeWrappers(composition, inner);
    const node = this.options.surround?.(whole, type) ?? whole;
    if (node !== whole) noteClass(whole, type);
    return connected(instance, node, this.#entry(node, type));
  }

  /** Gives what the methods of an instance run; undefined if that is its node. */
  #entry(node: Node, type: Class): (() => Node) | undefined {
    const { watch, supervise } = this.options;
    const supervised = supervise?.(node) ?? node;
    if (supervised !== node) noteClass(supervised, type);
    if (watch === undefined) return supervise && (() => supervised);
    let observed: Node | undefined;
    return () => {
      // While nobody watches, calls go to the node itself.
      if (watch.observers.length === 0 && watch.callbacks === undefined) return supervised;
      if (observed === undefined) noteClass((observed = new RunnableObserved(supervised, watch)), type);
      return observed;
    };
  }
}

/** Connects an instance with its node if it is a `Step`, which has the methods of a runnable. */
export function connected(instance: object, node: Node, entry?: () => Node): object {
  if (instance instanceof Step) Step.connect(instance, node, entry);
  return instance;
}

/** Gives the nodes for the slots of a class, from the values that its identifiers were resolved to. */
export function stepsFrom(
  type: Class,
  uses: readonly StepUse[],
  resolved: readonly unknown[],
): (slot: Slot) => Node {
  const steps = mapOf(
    uses.map(({ identifier }) => identifier),
    resolved,
  );
  const named = mapOf(
    uses.map(({ bindingName }) => bindingName),
    resolved,
  );
  const provided = (value: unknown, position: string): Node | undefined => {
    if (isReference(value)) return coerce(steps.get(value.identifier), position);
    return isClass(value) ? coerce(steps.get(value), position) : undefined;
  };
  return ({ value, label, bindingName }) => {
    const position = `${type.name}, ${label}`;
    const isNamed = bindingName !== undefined && named.has(bindingName);
    return isNamed ? coerce(named.get(bindingName), position) : coerce(value, position, provided);
  };
}

/** Maps keys to the values at the same places. */
function mapOf(keys: readonly unknown[], values: readonly unknown[]): ReadonlyMap<unknown, unknown> {
  return keys.length === 0 ? EMPTY : new Map(keys.map((key, index) => [key, values[index]]));
}

/** Most classes of an application have no steps and no services. */
const EMPTY: ReadonlyMap<unknown, unknown> = new Map();

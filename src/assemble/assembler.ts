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
import { surroundingsOf, withFields, type Surroundings } from './configure.js';
import { servicesOf, stepsOf, type StepUse } from './discover.js';
import { providerFailed } from './faults.js';
import { resolve, resolveOr, type Resolver } from './resolve.js';
import { RunScopedNode } from './run-scoped.js';
import type { Workshop } from './workshop.js';

/** What an application says of how its classes are assembled. */
export interface AssemblerOptions {
  /** How many instances of a class, made for certain values of its fields, are kept. */
  readonly cacheSize?: number | undefined;
  /** Who observes the root runs of what is assembled. */
  readonly watch?: Watch | undefined;
  /** How the types that classes declare are held to, where a class does not say. */
  readonly validation?: ValidationOptions | undefined;
  /** Where instances are made anew; by Inversify, unless it says otherwise. */
  readonly openWorkshop?: ((ofRun: boolean) => Workshop) | undefined;
  /** Puts around the node of a class what the application wants around each of its runs. */
  readonly surround?: ((node: Node, type: Class) => Node) | undefined;
  /** Puts something around what the calls of an instance's own methods run, and around nothing else. */
  readonly supervise?: ((node: Node) => Node) | undefined;
}

/** Makes nodes of declared classes, with all that they need from a container. */
export class Assembler implements Surroundings {
  constructor(
    readonly bindings: Bindings,
    readonly options: AssemblerOptions = {},
  ) {}

  get cacheSize(): number | undefined {
    return this.options.cacheSize;
  }

  openWorkshop(resolver: Resolver, ofRun: boolean): Workshop {
    return this.options.openWorkshop?.(ofRun) ?? surroundingsOf(this.bindings).openWorkshop(resolver, ofRun);
  }

  /**
   * Connects an instance of a declared class with the node made of its declaration and of its steps; gives a promise of
   * it where any of them can only be had asynchronously.
   *
   * @param instance - Nothing of a class of which each run has its own: what is given then stands for all of them.
   */
  assemble(type: Class, instance: object | undefined, resolver: Resolver): object | Promise<object> {
    const declaration = declarationOf(type) as Declaration;
    const uses = stepsOf(declaration);
    const services = servicesOf(declaration);
    const resolved = [
      ...services.map((service) => resolve(resolver, service)),
      ...uses.map((use) => resolveUse(type, use, resolver)),
    ];
    const connect = (made: readonly unknown[]): object => {
      const injected = new Map(services.map((service, index) => [service as unknown, made[index]]));
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

  #connect(composition: Composition, instance: object, resolver: Resolver): object {
    const makeKind = (made: object): Node => composeKind(composition, made);
    const node = withFields(composition.type, instance, makeKind, this, resolver);
    return this.#connected(instance, composition, node);
  }

  /** There is no instance before a run needs one; what is given out stands for all of them. */
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
    if (node !== whole) noteClass(node, type);
    return connected(instance, node, this.#entry(node, type));
  }

  /** Gives what calls of an instance's own methods run; undefined for the node itself. */
  #entry(node: Node, type: Class): (() => Node) | undefined {
    const { watch, supervise } = this.options;
    const supervised = supervise?.(node) ?? node;
    if (supervised !== node) noteClass(supervised, type);
    if (watch === undefined) return supervise && (() => supervised);
    const observed = new RunnableObserved(supervised, watch);
    noteClass(observed, type);
    // While nobody watches, calls go to the node itself.
    return () => (watch.observers.length === 0 && watch.callbacks === undefined ? supervised : observed);
  }
}

/** Connects an instance with its node, if it is one that can be run itself. */
export function connected(instance: object, node: Node, entry?: () => Node): object {
  if (instance instanceof Step) Step.connect(instance, node, entry);
  return instance;
}

/** Gives nodes for the slots of a class from what its identifiers were resolved to. */
export function stepsFrom(
  type: Class,
  uses: readonly StepUse[],
  resolved: readonly unknown[],
): (slot: Slot) => Node {
  const steps = new Map(uses.map(({ identifier }, index) => [identifier as unknown, resolved[index]]));
  const named = new Map(uses.map(({ bindingName }, index) => [bindingName, resolved[index]]));
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

/**
 * An alternative is a named binding of the class it stands in for; any other step is bound by itself.
 *
 * @throws {@link AssemblyError} that says which step could not be made.
 */
function resolveUse(type: Class, { identifier, bindingName }: StepUse, resolver: Resolver): unknown {
  const failed = (error: unknown): never => {
    if (RunwrightError.is(error) || !isClass(identifier)) throw error;
    throw new AssemblyError([providerFailed(identifier, error)]);
  };
  return bindingName === undefined
    ? resolveOr(resolver, identifier, undefined, failed)
    : resolveOr(resolver, type, { name: bindingName }, failed);
}

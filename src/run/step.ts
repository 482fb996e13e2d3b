import type { declared, DeclaredTypes } from '../plan/class-types.js';
import type { Node } from '../plan/node.js';
import type { Runnable, types } from '../plan/runnable.js';
import { runnableBrand } from '../plan/brand.js';

const instances = new WeakMap<Node, object>();

/** The methods of every instance of a decorated class. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface merges with the class, a type does not
export interface Step<in out I, in out O> extends Runnable<I, O> {}

/**
 * Base of decorated classes. An instance is itself a runnable: `invoke`, `stream`, `pipe` and the other methods run the
 * node that the decorators made of the class.
 *
 * The names of those methods are reserved; all other names are free.
 *
 * @typeParam I - The input.
 * @typeParam O - The output.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Runnable, Step } from 'runwright';
 *
 * @Runnable()
 * class Shout extends Step<string, string> {
 *   run(text: string): string {
 *     return `${text}!`;
 *   }
 * }
 * await new Shout().pipe((text) => text.length).invoke('hello'); // => 6
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- methods that reach the node are attached
export abstract class Step<in out I, in out O> {
  declare readonly [types]: Runnable<I, O>[typeof types];
  declare readonly [declared]: DeclaredTypes<I, O>;
  #node: Node | undefined;
  #entry: (() => Node) | undefined;

  /** The node that the decorators of the class made for this instance. */
  get [runnableBrand](): Node {
    if (this.#node === undefined) Step.connect(this, assembleAlone(this));
    return this.#node as unknown as Node;
  }

  /**
   * Connects an instance with the node that was assembled for it.
   *
   * @param entry - Returns the node for calls of the instance's own methods, if that is another one.
   */
  static connect(instance: object, node: Node, entry?: () => Node): void {
    const step = instance as Step<unknown, unknown>;
    step.#node = node;
    step.#entry = entry;
    instances.set(node, instance);
  }

  /** The instance that a node was assembled for, if any. */
  static instanceOf(node: Node): object | undefined {
    return instances.get(node);
  }

  /** The node that calls of the instance's own methods run: an application may have wrapped it. */
  static entryOf(instance: Step<unknown, unknown>): Node {
    return instance.#entry?.() ?? instance[runnableBrand];
  }
}

/** Makes a method of steps call the one of their node. */
export function delegate(prototype: object, name: string): void {
  const value = function (this: Step<unknown, unknown>, ...args: unknown[]): unknown {
    const node = Step.entryOf(this) as unknown as Record<string, (...args: unknown[]) => unknown>;
    return node[name]?.(...args);
  };
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
}

/** Makes a property of steps return the one of their node. */
export function delegateGetter(prototype: object, name: string): void {
  const get = function (this: Step<unknown, unknown>): unknown {
    return (this[runnableBrand] as unknown as Record<string, unknown>)[name];
  };
  Object.defineProperty(prototype, name, { get, configurable: true });
}

/**
 * Makes a method that gives a promise call the one of the node; where there can be no node, the promise rejects.
 *
 * No such method has more arguments than these, and handing on a list of them is a fiftieth of the time of ten steps.
 */
function delegatePromise(prototype: object, name: string): void {
  const value = function (
    this: Step<unknown, unknown>,
    input: unknown,
    config: unknown,
    options: unknown,
    kwargs: unknown,
  ): unknown {
    try {
      const node = Step.entryOf(this) as unknown as Record<string, (...args: unknown[]) => unknown>;
      return node[name]?.(input, config, options, kwargs);
    } catch (error) {
      return Promise.reject(error);
    }
  };
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
}

const PROMISES = ['invoke', 'batch', 'batchSettled'] as const satisfies readonly (keyof Runnable<
  never,
  unknown
>)[];
for (const name of PROMISES) delegatePromise(Step.prototype, name);

const OTHERS = [
  'getName',
  'invokeSync',
  'batchAsCompleted',
  'stream',
  'transform',
] as const satisfies readonly (keyof Runnable<never, unknown>)[];
for (const name of OTHERS) delegate(Step.prototype, name);

let assembleAlone: (instance: object) => Node = () => {
  throw new Error('The assembler is not loaded: import from the main entry of the package.');
};

/** Registers how an instance that no container made is assembled. */
export function assembleAloneBy(assemble: typeof assembleAlone): void {
  assembleAlone = assemble;
}

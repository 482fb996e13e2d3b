import { LoadError } from '../errors/load-error.js';
import { runnableBrand } from '../plan/brand.js';
import { COMPONENTS, makerOf } from '../run/recipes.js';
import { Step } from '../run/step.js';
import { BLUEPRINTS } from './blueprints.js';
import { CORE, idOfClass } from './serializable.js';
import { Fields } from './fields.js';
import { below } from './place.js';

/** A class that a document may name. */
export type LoadableClass = abstract new (...args: never) => object;

/** Resolves instances of classes, as a container or an application does. */
export interface Provider {
  /** Resolves the instance of a class. */
  getAsync(identifier: never): Promise<unknown>;
}

/** The classes that a document may name, and how they are built. */
export class Registry {
  readonly #classes = new Map<string, LoadableClass>();

  constructor(
    classes: readonly LoadableClass[],
    readonly provider: Provider | undefined,
  ) {
    for (const type of classes) this.#classes.set(keyOf(idOfClass(type)), type);
  }

  /**
   * Builds the instance that an entry describes.
   *
   * @throws {@link LoadError} with the place of the entry if its id is unknown, or if the instance cannot be built.
   */
  async make(
    id: readonly string[],
    kwargs: Readonly<Record<string, unknown>>,
    path: string,
  ): Promise<object> {
    try {
      return await this.#build(id, kwargs, path);
    } catch (error) {
      if (error instanceof LoadError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new LoadError(path, `it cannot be built: ${reason}`, error);
    }
  }

  #build(
    id: readonly string[],
    kwargs: Readonly<Record<string, unknown>>,
    path: string,
  ): object | Promise<object> {
    const type = this.#classes.get(keyOf(id));
    if (type !== undefined) return this.#instance(type, kwargs, path);
    const maker = isIn(COMPONENTS, id) ? makerOf(id.at(-1) ?? '') : undefined;
    if (maker !== undefined) return maker(kwargs);
    const blueprint = isIn(CORE, id) ? BLUEPRINTS.get(id.at(-1) ?? '') : undefined;
    if (blueprint === undefined) throw new LoadError(path, `no class is registered for ${id.join('.')}.`);
    const fields = new Fields(kwargs, below(path, 'kwargs'));
    const made = blueprint(fields);
    fields.end();
    return made;
  }

  /**
   * The container resolves decorated classes with their dependencies; others are given the arguments of the document.
   */
  async #instance(
    type: LoadableClass,
    kwargs: Readonly<Record<string, unknown>>,
    path: string,
  ): Promise<object> {
    const constructible = type as unknown as new (kwargs?: object) => object;
    if (!(type.prototype instanceof Step)) return checked(new constructible(kwargs), path);
    const instance =
      this.provider === undefined ? new constructible() : await this.provider.getAsync(type as never);
    return checked(instance, path);
  }
}

/** Tells whether an id is that of a class in a namespace. */
function isIn(namespace: readonly string[], id: readonly string[]): boolean {
  return id.length === namespace.length + 1 && namespace.every((part, index) => part === id[index]);
}

/** @throws {@link LoadError} if the instance is not a runnable. */
function checked(instance: unknown, path: string): object {
  if (typeof instance === 'object' && instance !== null && runnableBrand in instance) return instance;
  throw new LoadError(path, 'the registered class is not a runnable.');
}

function keyOf(id: readonly string[]): string {
  return JSON.stringify(id);
}

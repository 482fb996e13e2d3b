import { LoadError } from '../errors/load-error.js';
import { runnableBrand } from '../plan/brand.js';
import type { Runnable } from '../plan/runnable.js';
import { setOwn } from './serialized.js';

/** A runnable that was loaded: the compiler knows nothing of its types. */
export type Loaded = Runnable<unknown, unknown>;

/** Reads the arguments of one entry of a document, and checks their types. */
export class Fields {
  readonly #read = new Set<string>();

  constructor(
    readonly values: Readonly<Record<string, unknown>>,
    readonly path: string,
  ) {}

  node(key: string): Loaded {
    return this.#asNode(this.#take(key), key);
  }

  nodes(key: string): Loaded[] {
    return this.#list(key).map((value, index) => this.#asNode(value, `${key}[${String(index)}]`));
  }

  pairs(key: string): [Loaded, Loaded][] {
    return this.#list(key).map((pair, index) => {
      const at = `${key}[${String(index)}]`;
      if (!Array.isArray(pair) || pair.length !== 2) throw this.#fault(at, 'a pair of runnables');
      return [this.#asNode(pair[0], `${at}[0]`), this.#asNode(pair[1], `${at}[1]`)];
    });
  }

  nodesByKey(key: string): Record<string, Loaded> {
    const nodes: Record<string, Loaded> = {};
    for (const [name, value] of Object.entries(this.object(key))) {
      setOwn(nodes, name, this.#asNode(value, `${key}.${name}`));
    }
    return nodes;
  }

  object(key: string): Readonly<Record<string, unknown>> {
    const value = this.#take(key);
    if (!isObject(value)) throw this.#fault(key, 'an object');
    return value;
  }

  optionalObject(key: string): Readonly<Record<string, unknown>> | undefined {
    return Object.hasOwn(this.values, key) ? this.object(key) : undefined;
  }

  optionalString(key: string): string | undefined {
    if (!Object.hasOwn(this.values, key)) return undefined;
    const value = this.#take(key);
    if (typeof value !== 'string') throw this.#fault(key, 'a string');
    return value;
  }

  /** The values of the keys that are present, for a constructor that validates them itself. */
  data(...keys: readonly string[]): Record<string, unknown> {
    const present = keys.filter((key) => Object.hasOwn(this.values, key));
    return Object.fromEntries(present.map((key) => [key, this.#take(key)]));
  }

  /** @throws {@link LoadError} naming the arguments that nobody has read. */
  end(): void {
    const unknown = Object.keys(this.values).filter((key) => !this.#read.has(key));
    if (unknown.length > 0) throw new LoadError(this.path, `unknown argument: ${unknown.join(', ')}.`);
  }

  #take(key: string): unknown {
    this.#read.add(key);
    if (!Object.hasOwn(this.values, key)) throw new LoadError(this.path, `the argument ${key} is missing.`);
    return this.values[key];
  }

  #list(key: string): readonly unknown[] {
    const value = this.#take(key);
    if (!Array.isArray(value)) throw this.#fault(key, 'a list');
    return value;
  }

  #asNode(value: unknown, key: string): Loaded {
    if (typeof value !== 'object' || value === null || !(runnableBrand in value)) {
      throw this.#fault(key, 'a runnable');
    }
    // The instance of a decorated class refers to its node.
    return value[runnableBrand] as Loaded;
  }

  #fault(key: string, expected: string): LoadError {
    return new LoadError(`${this.path}.${key}`, `it must be ${expected}.`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(runnableBrand in value);
}

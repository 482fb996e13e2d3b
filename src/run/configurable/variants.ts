import type * as LruCache from 'lru-cache';
import { loadCrypto } from '../../errors/crypto.js';
import { lazily } from '../../errors/lazily.js';
import { report } from '../../errors/report.js';
import type { Node } from '../../plan/node.js';
import type { Scope } from '../scope.js';

/** A node made for certain values, and how it is disposed of. */
export interface Variant {
  readonly node: Node;
  /** Disposes of what was made for it; undefined if there is nothing to dispose of. */
  readonly dispose?: (() => unknown) | undefined;
}

/** How many variants a configurable runnable caches by default. */
export const DEFAULT_VARIANTS = 100;

interface Kept {
  readonly variant: Variant | Promise<Variant>;
  users: number;
  evicted: boolean;
}

const loadLruCache = lazily<typeof LruCache>('lru-cache', 'Keeping variants');

// Random for each process, so that the hash of a secret in a heap dump cannot be matched with known secrets.
let pepper: Buffer | undefined;
const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** A cache of nodes by the values they were made for, of which the least recently used are evicted first. */
export class Variants {
  readonly #kept: LruCache.LRUCache<string | number | boolean, Kept>;

  constructor(max: number = DEFAULT_VARIANTS) {
    this.#kept = new (loadLruCache().LRUCache)({
      max,
      dispose: (kept) => {
        this.#evict(kept);
      },
    });
  }

  /**
   * Returns the node made for certain values, which is not disposed of before the run that requests it has ended.
   *
   * @param secrets - Whether the value at each index is secret; only a hash of a secret is kept.
   */
  get(
    values: readonly unknown[],
    secrets: readonly boolean[],
    scope: Scope,
    make: () => Variant | Promise<Variant>,
  ): Node | Promise<Node> {
    const key = keyOf(values, secrets);
    let kept = this.#kept.get(key);
    if (kept === undefined) this.#kept.set(key, (kept = this.#keep(key, make())));
    const { variant } = kept;
    return variant instanceof Promise ? useLater(kept, variant, scope) : use(kept, variant, scope);
  }

  #keep(key: string | number | boolean, variant: Variant | Promise<Variant>): Kept {
    // A failure is not kept: the next call tries again.
    const kept: Kept = { variant, users: 0, evicted: false };
    if (variant instanceof Promise) {
      variant.catch(() => {
        if (this.#kept.peek(key) === kept) this.#kept.delete(key);
      });
    }
    return kept;
  }

  #evict(kept: Kept): void {
    kept.evicted = true;
    // Without users, there is no run that could wait for the disposal.
    if (kept.users === 0) {
      disposeOf(kept).catch((error: unknown) =>
        report('A configured instance could not be disposed of', error),
      );
    }
  }
}

function use(kept: Kept, variant: Variant, scope: Scope): Node {
  if (variant.dispose === undefined) return variant.node;
  kept.users += 1;
  scope.root.resources.onRelease(() => leave(kept));
  return variant.node;
}

/**
 * Counts the run as a user at once: a variant that is evicted while it is made must not be disposed of before its use.
 */
async function useLater(kept: Kept, variant: Promise<Variant>, scope: Scope): Promise<Node> {
  kept.users += 1;
  const made = await variant;
  const { failure } = scope;
  if (failure === undefined) {
    kept.users -= 1;
    return use(kept, made, scope);
  }
  // The run has been aborted meanwhile, and has released what it held already.
  await leave(kept);
  throw failure.reason;
}

/** Ends the use of a variant by a run; the last user of an evicted variant disposes of it. */
async function leave(kept: Kept): Promise<void> {
  kept.users -= 1;
  if (kept.evicted && kept.users === 0) await disposeOf(kept);
}

async function disposeOf({ variant }: Kept): Promise<void> {
  await (await variant).dispose?.();
}

function keyOf(values: readonly unknown[], secrets: readonly boolean[]): string | number | boolean {
  if (values.length === 1 && secrets[0] !== true) {
    const [value] = values;
    // The common case, a single number or boolean; strings are quoted below, and so never equal a composed key.
    if (typeof value === 'number' || typeof value === 'boolean') return value;
  }
  return values
    .map((value, index) => (secrets[index] === true ? hash(partOf(value)) : partOf(value)))
    .join(',');
}

/** Identifies plain data by its content, anything else by its identity. */
function partOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'object':
      return value === null ? 'null' : isPlain(value) ? partsOf(value) : identityOf(value);
    case 'function':
      return identityOf(value);
    default:
      return `${typeof value}:${String(value)}`;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}

function partsOf(value: object): string {
  if (Array.isArray(value)) return `[${value.map(partOf).join(',')}]`;
  const entries = Object.keys(value).sort();
  return `{${entries.map((key) => `${JSON.stringify(key)}:${partOf((value as Record<string, unknown>)[key])}`).join(',')}}`;
}

function identityOf(value: object): string {
  let identity = identities.get(value);
  if (identity === undefined) identities.set(value, (identity = ++lastIdentity));
  return `#${identity}`;
}

function hash(text: string): string {
  const { createHmac, randomBytes } = loadCrypto();
  pepper ??= randomBytes(32);
  return `*${createHmac('sha256', pepper).update(text).digest('base64')}`;
}

import type * as LruCache from 'lru-cache';
import { loadCrypto } from '../../errors/crypto.js';
import { lazily } from '../../errors/lazily.js';
import { report } from '../../errors/report.js';
import type { Node } from '../../plan/node.js';
import type { Scope } from '../scope.js';

/** A node made for certain values, with what its end takes. */
export interface Variant {
  readonly node: Node;
  /** Disposes of what was made for it; left out where there is nothing to dispose of. */
  readonly dispose?: (() => unknown) | undefined;
}

/** How many variants a configurable runnable keeps unless it is told otherwise. */
export const DEFAULT_VARIANTS = 100;

interface Kept {
  readonly variant: Variant | Promise<Variant>;
  users: number;
  evicted: boolean;
}

const loadLruCache = lazily<typeof LruCache>('lru-cache', 'Keeping variants');

// Made anew in each process: a hash of a secret found in a heap dump tells nothing about the secret elsewhere.
let pepper: Buffer | undefined;
const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** Nodes by the values they were made for, the least recently used of which go first. */
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
   * Gives the node made for values, which is kept alive as long as the run that asks for it.
   *
   * @param secrets - Whether a value, by its place, is a secret; only a hash of one is kept.
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
    // Nobody waits for the end of what nobody uses.
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

/** Counts the run as a user from now on: a variant that is evicted while it is made must not be disposed of before use. */
async function useLater(kept: Kept, variant: Promise<Variant>, scope: Scope): Promise<Node> {
  kept.users += 1;
  const made = await variant;
  const { failure } = scope;
  if (failure === undefined) {
    kept.users -= 1;
    return use(kept, made, scope);
  }
  // The run has ended meanwhile, and with it the chance to hear of its end.
  await leave(kept);
  throw failure.reason;
}

/** A run is done with a variant; what was evicted meanwhile is disposed of by the last of them. */
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
    // The common case, one plain value: a text that looks like a composed key is told apart by its quotes.
    if (typeof value === 'number' || typeof value === 'boolean') return value;
  }
  return values
    .map((value, index) => (secrets[index] === true ? hash(partOf(value)) : partOf(value)))
    .join(',');
}

/** Plain data by its content, anything else by its identity. */
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

import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { Node } from '../plan/node.js';
import type { KeyOf, Picked, PickRule } from '../plan/object-types.js';
import type { Runnable } from '../plan/runnable.js';
import type { Carrier } from '../plan/step-types.js';
import type { Structure } from '../plan/structure.js';
import { LEAF } from '../plan/structure.js';
import { addable, setOwn } from '../stream/add.js';
import { attach } from './attach.js';
import { RuledBase } from './ruled.js';
import { checkObject, hasKey } from './object-input.js';

/** Options of a pick. */
export interface PickOptions {
  /** Name of its runs; `RunnablePick` with its keys by default. */
  readonly name?: string | undefined;
}

/** An object from which some keys are picked. */
export type Pickable<K> = Readonly<Partial<Record<KeysIn<K>, unknown>>>;

type KeysIn<K> = K extends readonly (infer Key extends string)[] ? Key : K extends string ? K : never;

/**
 * Returns the value under a key of its input, or an object with those keys of a list that the input has; undefined if
 * it has none.
 *
 * Streamed, it works chunk by chunk; a chunk that has none of the keys, or no value under the single key, is dropped.
 *
 * @example
 * ```ts
 * import { RunnableLambda, RunnablePick } from 'runwright';
 *
 * const load = RunnableLambda.from((id: number) => ({ id, name: 'Ada', age: 36 }));
 * await load.pipe(new RunnablePick('name')).invoke(1); // => 'Ada'
 * await load.pick(['name', 'age']).invoke(1); // => { name: 'Ada', age: 36 }
 * ```
 */
export class RunnablePick<const K extends string | readonly string[]> extends RuledBase<
  Pickable<K>,
  Picked<Pickable<K>, K>,
  PickRule<K>
> {
  readonly kind: string = 'pick';
  readonly #keys: readonly string[];

  /** @throws {@link InvalidOptionError} if `keys` is neither a key nor a list of keys. */
  constructor(
    readonly keys: K,
    options: PickOptions = {},
  ) {
    const list: readonly unknown[] = typeof keys === 'string' ? [keys] : keys;
    if (!Array.isArray(list) || !list.every((key) => typeof key === 'string')) {
      throw new InvalidOptionError('RunnablePick', 'keys', 'a key or a list of keys', keys);
    }
    super(options.name);
    this.#keys = Object.freeze([...list]);
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return { keys: this.keys };
  }

  override withFields({ keys = this.keys }: Readonly<Record<string, unknown>>): Node {
    return new RunnablePick(keys as K, { name: this.name });
  }

  override structure(): Structure<never> {
    return { ...LEAF, recipe: { type: 'RunnablePick', fields: { keys: this.keys, name: this.name } } };
  }

  execute(input: Pickable<K>): Picked<Pickable<K>, K> {
    return this.#pick(input) as Picked<Pickable<K>, K>;
  }

  override async *executeStream(
    chunks: AsyncIterable<Pickable<K>>,
  ): AsyncGenerator<Picked<Pickable<K>, K>, void> {
    for await (const chunk of chunks) {
      const picked = this.#pick(chunk);
      if (picked !== undefined && picked !== null) yield picked as Picked<Pickable<K>, K>;
    }
  }

  #pick(input: unknown): unknown {
    const values = checkObject(this, input);
    if (typeof this.keys === 'string') return hasKey(values, this.keys) ? values[this.keys] : undefined;
    const picked = addable({});
    let empty = true;
    for (const key of this.#keys) {
      if (!hasKey(values, key)) continue;
      setOwn(picked, key, values[key]);
      empty = false;
    }
    return empty ? undefined : picked;
  }

  protected override defaultName(): string {
    return `RunnablePick<${this.#keys.join(',')}>`;
  }
}

declare module '../plan/runnable.js' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named alike in every declaration; `this` has the type
  interface Runnable<in I, out O> {
    /** Picks the value under a key of the output; undefined if there is none. */
    pick<T, const K extends KeyOf<T>>(this: Carrier<never, T>, key: K): Runnable<I, Picked<T, K>>;
    /** Picks some keys of the output, as an object with those that it has; undefined if it has none of them. */
    pick<T, const K extends KeyOf<T>>(
      this: Carrier<never, T>,
      keys: readonly K[],
    ): Runnable<I, Picked<T, readonly K[]>>;
  }
}

attach('pick', function (keys: string | readonly string[]) {
  return (this as Runnable<unknown, Record<string, unknown>>).pipe(
    new RunnablePick(keys) as RunnablePick<string>,
  );
});

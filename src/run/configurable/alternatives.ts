import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { InvalidConfigError } from '../../errors/run-errors.js';
import { describe } from '../../errors/describe.js';
import type { RunnableConfig } from '../../plan/config.js';
import type { ConfigurableField, ConfigurableFieldSpec } from '../../plan/field.js';
import type { Node } from '../../plan/node.js';
import type { OutputFor, StepLike } from '../../plan/step-types.js';
import type { Recipe, Structure } from '../../plan/structure.js';
import { checkField, checkOption } from '../check-option.js';
import { attach } from '../attach.js';
import { coerce } from '../coerce.js';
import type { Context } from '../context.js';
import { delegateMembers } from './members.js';
import { specsOf } from './specs.js';
import { SwitchNode, type Selected } from './switch.js';

/** Options of alternatives. */
export interface AlternativesOptions {
  /**
   * Key under which the runnable itself is chosen.
   *
   * @defaultValue 'default'
   */
  readonly defaultKey?: string | undefined;
  /**
   * Prefixes the ids of fields inside the alternatives with `id==key/`, so that they may share an id.
   *
   * @defaultValue false
   */
  readonly prefixKeys?: boolean | undefined;
}

/** Makes an alternative when it is first chosen. */
export type LazyAlternative = () => Node;

/** The parts of a {@link RunnableConfigurableAlternatives}. */
export interface AlternativesInit extends AlternativesOptions {
  readonly which: ConfigurableField;
  readonly bound: Node;
  readonly alternatives: Readonly<Record<string, Node | LazyAlternative>>;
  /** Key of what runs if a call chooses nothing; the default key unless the application sets another. */
  readonly chosen?: string | undefined;
}

/**
 * Stands for one of several runnables, which each call chooses by a configurable value.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 *
 * const polite = RunnableLambda.from((name: string) => `Good day, ${name}.`);
 * const greet = polite.configurableAlternatives(
 *   { id: 'tone' },
 *   { short: (name: string) => `Hi ${name}` },
 *   { defaultKey: 'polite' },
 * );
 * await greet.invoke('Ada', { configurable: { tone: 'short' } }); // => 'Hi Ada'
 * ```
 */
export class RunnableConfigurableAlternatives<I, O> extends SwitchNode<I, O> {
  readonly kind = 'configurableAlternatives';
  readonly which: ConfigurableField;
  readonly defaultKey: string;
  readonly prefixKeys: boolean;
  readonly bound: Node;
  readonly #alternatives: ReadonlyMap<string, Node | LazyAlternative>;
  readonly #made = new Map<string, Node>();
  readonly #chosen: string;

  constructor({
    which,
    bound,
    alternatives,
    defaultKey = 'default',
    prefixKeys = false,
    chosen,
  }: AlternativesInit) {
    super();
    this.#chosen = chosen ?? defaultKey;
    if (Object.hasOwn(alternatives, defaultKey)) {
      throw new InvalidOptionError(
        `${bound.getName()}.configurableAlternatives`,
        'defaultKey',
        'a key that no alternative has',
        defaultKey,
      );
    }
    this.which = which;
    this.defaultKey = defaultKey;
    this.prefixKeys = prefixKeys;
    this.bound = bound;
    this.#alternatives = new Map(Object.entries(alternatives));
  }

  /** The keys that can be chosen. */
  get keys(): readonly string[] {
    return [...this.#alternatives.keys(), this.defaultKey];
  }

  override structure(config?: RunnableConfig): Structure<Node> {
    const chosen = config?.configurable?.[this.which.id];
    const known = this.#known();
    const only = chosen === undefined ? undefined : known.filter(([key]) => key === chosen);
    return {
      shape: 'choice',
      parts: (only ?? known).map(([label, node]) => ({ node, label })),
      specs: () => this.#specs(known),
      recipe: known.length === this.#alternatives.size + 1 ? this.#recipe(known.slice(1)) : undefined,
    };
  }

  #recipe(alternatives: readonly (readonly [string, Node])[]): Recipe {
    const { which, bound, defaultKey, prefixKeys } = this;
    return {
      type: 'RunnableConfigurableAlternatives',
      fields: {
        which: { ...which, type: which.type?.name.toLowerCase() },
        default: bound,
        defaultKey: defaultKey === 'default' ? undefined : defaultKey,
        prefixKeys: prefixKeys ? true : undefined,
        alternatives: Object.fromEntries(alternatives),
      },
    };
  }

  /** The alternatives that exist already; one that is made on demand is unknown before. */
  #known(): (readonly [string, Node])[] {
    const made = [...this.#alternatives].flatMap(([key, alternative]) => {
      const node = typeof alternative === 'function' ? this.#made.get(key) : alternative;
      return node === undefined ? [] : [[key, node] as const];
    });
    return [[this.defaultKey, this.bound] as const, ...made];
  }

  #specs(known: readonly (readonly [string, Node])[]): ConfigurableFieldSpec[] {
    const { id, name, description, isShared } = this.which;
    const which = { id, name, description, isShared, default: this.#chosen, options: this.keys };
    const inner = known.flatMap(([key, node]) => specsOf(node).map((spec) => this.#prefixed(key, spec)));
    return [which, ...inner];
  }

  #prefixed(key: string, spec: ConfigurableFieldSpec): ConfigurableFieldSpec {
    return this.prefixKeys && spec.isShared !== true ? { ...spec, id: this.#prefix(key) + spec.id } : spec;
  }

  #prefix(key: string): string {
    return `${this.which.id}==${key}/`;
  }

  protected select(ctx: Context): Selected {
    const key = (ctx.configurable[this.which.id] as string | undefined) ?? this.#chosen;
    const node = key === this.defaultKey ? this.bound : this.#alternative(key);
    return { node, ctx: this.prefixKeys ? this.#unprefixed(key, ctx) : ctx };
  }

  #alternative(key: string): Node {
    const alternative = this.#made.get(key) ?? this.#alternatives.get(key);
    if (alternative === undefined) {
      const known = this.keys.map((one) => JSON.stringify(one)).join(', ');
      throw new InvalidConfigError(
        `Unknown alternative: configurable[${JSON.stringify(this.which.id)}] must be one of ${known}, got ${describe(key)}.`,
      );
    }
    if (typeof alternative !== 'function') return alternative;
    const made = alternative();
    this.#made.set(key, made);
    return made;
  }

  /**
   * Removes the prefix of the chosen alternative from the ids of its values; those of other alternatives are ignored.
   */
  #unprefixed(key: string, ctx: Context): Context {
    const prefix = this.#prefix(key);
    const own = Object.entries(ctx.configurable).filter(([id]) => id.startsWith(prefix));
    if (own.length === 0) return ctx;
    const stripped = Object.fromEntries(own.map(([id, value]) => [id.slice(prefix.length), value]));
    return ctx.inheriting({ ...ctx.inherited, configurable: { ...ctx.configurable, ...stripped } });
  }

  protected override defaultName(): string {
    return this.bound.getName();
  }
}

type Alternative<I> = StepLike<I>;

/** The output type of alternatives: the union of their outputs. */
export type AlternativesOutput<A, I> = { [K in keyof A]: OutputFor<A[K], I> }[keyof A];

delegateMembers(RunnableConfigurableAlternatives.prototype);

declare module '../../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Lets calls choose another runnable in place of this one, by its key in `config.configurable` under the id of
     * `which`.
     *
     * @param which - The field by which calls choose.
     * @param alternatives - Runnables by key; see {@link lazy} for one that is made on demand.
     * @throws {@link InvalidOptionError} if an alternative has the key of the default.
     */
    configurableAlternatives<const A extends Readonly<Record<string, Alternative<I> | Lazy<Alternative<I>>>>>(
      which: ConfigurableField,
      alternatives: A,
      options?: AlternativesOptions,
    ): Runnable<I, O | AlternativesOutput<A, I>>;
  }
}

const lazily = Symbol('lazy');

/** A step that is made on demand. */
export interface Lazy<S> {
  /** Makes the step; called once. */
  readonly [lazily]: () => S;
}

/**
 * Defers the creation of an alternative until a call first chooses it.
 *
 * @example
 * ```ts
 * import { RunnableLambda, lazy } from 'runwright';
 *
 * const fast = RunnableLambda.from((text: string) => text.length);
 * const model = fast.configurableAlternatives(
 *   { id: 'model' },
 *   { exact: lazy(() => RunnableLambda.from((text: string) => [...text].length)) },
 * );
 * await model.invoke('😀', { configurable: { model: 'exact' } }); // => 1
 * ```
 */
export function lazy<S>(make: () => S): Lazy<S> {
  return { [lazily]: make };
}

attach(
  'configurableAlternatives',
  function (
    which: ConfigurableField,
    alternatives: Readonly<Record<string, unknown>>,
    options: AlternativesOptions = {},
  ) {
    const where = `${this.getName()}.configurableAlternatives`;
    checkField(where, 'the field', which);
    checkOption(where, 'alternatives', alternatives);
    const position = (key: string): string => `${where}, key ${JSON.stringify(key)}`;
    const nodes = Object.entries(alternatives).map(([key, value]): [string, Node | LazyAlternative] => [
      key,
      isLazy(value) ? () => coerce(value[lazily](), position(key)) : coerce(value, position(key)),
    ]);
    return new RunnableConfigurableAlternatives({
      ...options,
      which,
      bound: this,
      alternatives: Object.fromEntries(nodes),
    });
  },
);

function isLazy(value: unknown): value is Lazy<unknown> {
  return typeof value === 'object' && value !== null && lazily in value;
}

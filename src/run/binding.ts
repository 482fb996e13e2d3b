import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { Kwargs, RunnableConfig } from '../plan/config.js';
import type { Node, Settle, Wrap } from '../plan/node.js';
import type { Runnable } from '../plan/runnable.js';
import type { TypeGiven, TypeTaken, TypeToken } from '../plan/type-token.js';
import type { Recipe, Structure } from '../plan/structure.js';
import { asBase, asRunnable } from './as-runnable.js';
import { attach } from './attach.js';
import { enterBoundBatch } from './bound-batch.js';
import { showMembers } from './bound-members.js';
import type { Bound, KeptRule } from './bound-types.js';
import { BoundConfig, refactored, type ConfigFactory } from './bound-config.js';
import { checkConfig } from './check-config.js';
import { checkOption } from './check-option.js';
import { coerce } from './coerce.js';
import { NOTHING, type Context } from './context.js';
import { enter, enterBatch, enterStream } from './enter.js';
import { closeScopes, enterInScope } from './in-scope.js';
import { combineLayers, type Layers } from './layers.js';
import { RunnableObserved } from './observed.js';
import { RunnableBase } from './runnable.js';
import type { Scope } from './scope.js';
import { ScopedStream } from './scoped-stream.js';

/** What a binding consists of. */
export interface BindingFields<I, O> extends Layers {
  /** The runnable that does the work. */
  readonly bound: Runnable<I, O>;
}

/**
 * Runs another runnable with a bound config, bound arguments and declared types.
 *
 * It has no run of its own; name, path and all other members are those of the bound runnable. `bind`, `bindConfig`,
 * `withConfig` and `withTypes` make one; called on a binding, they add to its layers, so that their order does not
 * matter.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 *
 * const greet = RunnableLambda.from((name: string, ctx) => `${String(ctx.kwargs.greeting)} ${name}`);
 * const hello = greet.bind({ greeting: 'Hello' }).withConfig({ tags: ['greeting'] });
 * await hello.invoke('Ada'); // => 'Hello Ada'
 * ```
 */
export class RunnableBinding<I, O> extends RunnableBase<I, O> {
  readonly kind: string = 'binding';
  readonly #bound: Node<I, O>;
  readonly #layers: Layers;
  readonly #config: BoundConfig | undefined;

  static {
    showMembers(
      RunnableBinding.prototype as RunnableBinding<unknown, unknown>,
      (binding) => (#bound in binding ? binding.#bound : undefined),
      // The declared types belong to the bound runnable, not to what its methods make.
      (binding, made) =>
        addLayers(made, { ...binding.#layers, customInputType: undefined, customOutputType: undefined }),
    );
  }

  /**
   * @throws {@link InvalidStepError} if `bound` is no runnable, {@link InvalidConfigError} for a config that no call
   * could have.
   */
  constructor({ bound, ...layers }: BindingFields<I, O>) {
    const node = coerce(bound, 'RunnableBinding, bound') as Node<I, O>;
    super(node.name);
    this.#bound = node;
    this.#layers = combineLayers({}, layers);
    const { config } = this.#layers;
    this.#config = config === undefined ? undefined : new BoundConfig(config, node);
  }

  /** The runnable that does the work. */
  get bound(): Runnable<I, O> {
    return asRunnable(this.#bound);
  }

  get config(): RunnableConfig {
    return this.#layers.config ?? NOTHING;
  }

  get configFactories(): readonly ConfigFactory[] {
    return this.#layers.configFactories ?? [];
  }

  get kwargs(): Kwargs {
    return this.#layers.kwargs ?? NOTHING;
  }

  get customInputType(): TypeToken | undefined {
    return this.#layers.customInputType;
  }

  get customOutputType(): TypeToken | undefined {
    return this.#layers.customOutputType;
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return asBase(this.#bound).fieldValues();
  }

  override withFields(values: Readonly<Record<string, unknown>>): Node {
    return addLayers(asBase(this.#bound).withFields(values), this.#layers);
  }

  override get transparent(): boolean {
    return true;
  }

  override get segment(): string | undefined {
    return this.#bound.segment;
  }

  override get boundConcurrency(): number | undefined {
    return this.#config?.maxConcurrency ?? this.#bound.boundConcurrency;
  }

  override structure(): Structure<Node> {
    const { config, customInputType, customOutputType, configFactories } = this;
    return {
      shape: 'wrap',
      parts: [{ node: this.#bound, config }],
      types: { input: customInputType, output: customOutputType },
      recipe: configFactories.length === 0 ? this.#recipe() : undefined,
    };
  }

  #recipe(): Recipe {
    const { config, kwargs } = this.#layers;
    return { type: 'RunnableBinding', fields: { bound: this.#bound, config, kwargs } };
  }

  override get elementwise(): boolean {
    return this.#bound.elementwise;
  }

  /** Makes a binding with further layers; this one is not changed. */
  layered(layers: Layers): RunnableBinding<I, O> {
    return new RunnableBinding({ bound: this.bound, ...combineLayers(this.#layers, layers) });
  }

  override wrapWork(wrap: Wrap): Node {
    return new RunnableBinding({ bound: asRunnable(this.#bound.wrapWork(wrap)), ...this.#layers });
  }

  override wrapCall(wrap: Wrap): Node {
    return this.elementwise
      ? new RunnableBinding({ bound: asRunnable(this.#bound.wrapCall(wrap)), ...this.#layers })
      : wrap(this);
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const inner = this.#contextFor(ctx);
    return inner.scope === ctx.scope
      ? enter(this.#bound, input, inner)
      : enterInScope(this.#bound, input, inner, ctx.scope);
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const enter = (inner: Context): AsyncIterable<O> => enterStream(this.#bound, chunks, inner);
    if (!this.#mayCancel) return enter(this.#contextFor(ctx));
    return new ScopedStream(() => {
      const inner = this.#contextFor(ctx);
      return { scope: inner.scope, outer: ctx.scope, open: () => enter(inner) };
    });
  }

  override executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void> {
    const limitFor = (inner: readonly Context[]): number => this.#limitFor(limit, contexts, inner);
    if (this.#mayCancel) {
      const shared = this.#config?.cancels === true ? this.#config.openScope() : undefined;
      const bind = (ctx: Context, scope: Scope | undefined): Context => this.#contextFor(ctx, scope);
      return enterBoundBatch(this.#bound, inputs, contexts, settle, { shared, bind, limitFor });
    }
    const inner = contexts.map((ctx) => this.#contextFor(ctx));
    return enterBatch(this.#bound, inputs, inner, settle, limitFor(inner));
  }

  /** The limit of a batch under the bound config. */
  #limitFor(limit: number, before: readonly Context[], after: readonly Context[]): number {
    const configured = before[0]?.maxConcurrency ?? this.boundConcurrency ?? Infinity;
    // A limit other than the configured one was an option of the batch, which takes precedence.
    return limit === configured || limit === Infinity ? (after[0]?.maxConcurrency ?? limit) : limit;
  }

  /** Whether a call may need a scope of its own; what a config function returns is known only when it is called. */
  get #mayCancel(): boolean {
    return this.#config?.cancels === true || this.configFactories.length > 0;
  }

  #contextFor(ctx: Context, scope?: Scope): Context {
    const { kwargs, configFactories } = this;
    let inner = ctx;
    if (kwargs !== NOTHING)
      inner = inner.withKwargs(ctx.kwargs === NOTHING ? kwargs : { ...kwargs, ...ctx.kwargs });
    if (this.#config !== undefined) inner = this.#config.underCall(inner, this, scope);
    if (configFactories.length === 0) return inner;
    try {
      for (const factory of configFactories) inner = refactored(inner, factory, this.#bound);
    } catch (error) {
      closeScopes(inner.scope, ctx.scope);
      throw error;
    }
    return inner;
  }

  protected override defaultName(): string {
    return this.#bound.getName();
  }
}

declare module '../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /** Binds arguments: every call finds them in `ctx.kwargs`, where arguments of the call itself take precedence. */
    bind<P>(this: P, kwargs: Kwargs): Bound<P, I, O>;

    /**
     * Binds a config. With the config of a call, tags, metadata and configurable values are merged, and for other keys
     * the call takes precedence; a config bound later replaces an earlier one, key by key.
     *
     * On a map over a list, it applies to the run of each element.
     *
     * @throws {@link InvalidConfigError} for a value that no call could have.
     */
    withConfig<P>(this: P, config: RunnableConfig): Bound<P, I, O>;

    /**
     * Binds a function that changes the config of each call: it gets the config, and its result is merged over it.
     *
     * It is called once for each run: on `invoke`, on `stream`, and for each input of a batch.
     *
     * @throws {@link InvalidOptionError} for what is no function.
     */
    bindConfig<P>(this: P, change: ConfigFactory): Bound<P, I, O>;

    /**
     * Declares the types of the runnable where they cannot be inferred: for the compiler, for schemas and for tools. A
     * side that is omitted stays as it is.
     */
    withTypes<P, Input extends TypeToken = never, Output extends TypeToken = never>(
      this: P,
      types: { readonly inputType?: Input; readonly outputType?: Output },
    ): Runnable<
      [Input] extends [never] ? I : TypeTaken<Input, I>,
      [Output] extends [never] ? O : TypeGiven<Output, O>
    > &
      ([Output] extends [never] ? KeptRule<P> : unknown);
  }
}

attach('bind', function (kwargs: Kwargs) {
  checkOption(`${this.getName()}.bind`, 'kwargs', kwargs);
  return withLayers(this, { kwargs });
});

attach('withConfig', function (config: RunnableConfig) {
  checkConfig(config);
  return withLayers(this, { config });
});

attach('bindConfig', function (change: ConfigFactory) {
  if (typeof (change as unknown) !== 'function') {
    throw new InvalidOptionError(`${this.getName()}.bindConfig`, 'change', 'a function', change);
  }
  return withLayers(this, { configFactories: [change] });
});

attach('withTypes', function (types: { readonly inputType?: TypeToken; readonly outputType?: TypeToken }) {
  checkOption(`${this.getName()}.withTypes`, 'types', types);
  return addLayers(this, { customInputType: types.inputType, customOutputType: types.outputType });
});

/** Adds layers around each call of a node. */
export function withLayers(node: Node, layers: Layers): Node {
  return node.wrapCall((inner) => addLayers(inner, layers));
}

/** Adds layers to a node, inside of its observers, where they are merged with existing layers. */
function addLayers(node: Node, layers: Layers): Node {
  if (node instanceof RunnableObserved) {
    return new RunnableObserved(addLayers(node.bound, layers), node.watch);
  }
  return node instanceof RunnableBinding
    ? node.layered(layers)
    : new RunnableBinding({ bound: asRunnable(node), ...layers });
}

import type { RunnableConfig } from '../plan/config.js';
import type { Node, RunIdentity } from '../plan/node.js';
import { configOf } from './config-of.js';
import { DEFAULTS, type Context, type Inherited } from './context.js';
import { traceFor } from './observing.js';
import { checkConfig, inherit, scopeFor, union } from './open.js';
import { RetryBudget } from './retry-budget.js';
import type { Scope } from './scope.js';

/** Makes a config of the config of a call; what it gives is merged in, so it may give the new keys alone. */
export type ConfigFactory = (config: RunnableConfig) => RunnableConfig;

/** A config that is bound to a runnable: checked, and taken apart once for all calls. */
export class BoundConfig {
  readonly #config: RunnableConfig;
  readonly #node: Node;
  #values: Inherited | undefined;

  /**
   * @param node - What it is bound to.
   * @throws {@link InvalidConfigError} for a value that no call could have.
   */
  constructor(config: RunnableConfig, node: Node) {
    checkConfig(config);
    this.#config = config;
    this.#node = node;
  }

  get maxConcurrency(): number | undefined {
    return this.#config.maxConcurrency;
  }

  /** Whether the config can abort a run, which then needs a scope of its own, to be closed when it ends. */
  get cancels(): boolean {
    return this.#config.signal !== undefined || this.#config.timeout !== undefined;
  }

  /** Opens a scope that lives as long as the config allows, below another or by itself. */
  openScope(parent?: Scope): Scope {
    return scopeFor(this.#config, parent, true);
  }

  /**
   * The context of a call: where both say something, the call's word counts.
   *
   * @param binding - Whose config it is.
   * @param scope - The scope of the run, where it is not to be made of the config.
   */
  underCall(ctx: Context, binding: Node, scope?: Scope): Context {
    const { runName, runId } = this.#config;
    const isForOther = ctx.tracer === undefined && ctx.identity?.named !== binding;
    const identity = isForOther ? undefined : ctx.identity;
    return this.#configured(ctx, scope, merge(this.#inherited(), ctx.inherited), {
      ...identity,
      named: this.#node,
      runName: identity?.runName ?? runName,
      runId: identity?.runId ?? runId,
    });
  }

  /** The context of a call after the fact: where both say something, this config's word counts. */
  overCall(ctx: Context): Context {
    const { identity } = ctx;
    const { runName, runId } = this.#config;
    return this.#configured(ctx, undefined, merge(ctx.inherited, this.#inherited()), {
      ...identity,
      runName: runName ?? identity?.runName,
      runId: runId ?? identity?.runId,
    });
  }

  #inherited(): Inherited {
    return (this.#values ??= inherit(this.#config, DEFAULTS, this.#node));
  }

  #configured(ctx: Context, scope: Scope | undefined, inherited: Inherited, named: RunIdentity): Context {
    const { runName, runId, retryBudget, callbacks } = this.#config;
    const isNamed = runName !== undefined || runId !== undefined;
    return ctx.configured({
      inherited,
      scope: scope ?? (this.cancels ? this.openScope(ctx.scope) : ctx.scope),
      identity: isNamed ? named : ctx.identity,
      // Unobserved, what is known of a run is what names it.
      started: isNamed && ctx.tracer === undefined ? undefined : ctx.started,
      tracer: callbacks === undefined ? ctx.tracer : traceFor(callbacks, ctx.tracer),
      budget: retryBudget === undefined ? ctx.budget : new RetryBudget(retryBudget, ctx.budget),
    });
  }
}

/** The context of a call whose config a function has changed. */
export function refactored(ctx: Context, factory: ConfigFactory, node: Node): Context {
  const { identity } = ctx;
  const config = factory({ ...configOf(ctx), runName: identity?.runName, runId: identity?.runId });
  return new BoundConfig(config, node).overCall(ctx);
}

/** Values of two configs; in a conflict the later ones count. */
function merge(earlier: Inherited, later: Inherited): Inherited {
  if (later === DEFAULTS) return earlier;
  if (earlier === DEFAULTS) return later;
  return {
    tags: union(earlier.tags, later.tags),
    metadata: { ...earlier.metadata, ...later.metadata },
    configurable: { ...earlier.configurable, ...later.configurable },
    recursionLimit:
      later.recursionLimit === DEFAULTS.recursionLimit ? earlier.recursionLimit : later.recursionLimit,
    maxConcurrency: later.maxConcurrency ?? earlier.maxConcurrency,
    ambient: earlier.ambient || later.ambient,
  };
}

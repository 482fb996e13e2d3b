import type { RunnableConfig } from '../plan/config.js';
import type { Node, RunIdentity } from '../plan/node.js';
import { configOf } from './config-of.js';
import { DEFAULTS, type Context, type Inherited } from './context.js';
import { traceFor } from './observing.js';
import { checkConfig } from './check-config.js';
import { inherit, scopeFor, union } from './open.js';
import { RetryBudget } from './retry-budget.js';
import type { Scope } from './scope.js';

/** Changes the config of a call; the result is merged over it, so that it may consist of the changed keys only. */
export type ConfigFactory = (config: RunnableConfig) => RunnableConfig;

/** A config bound to a runnable, checked and prepared once for all calls. */
export class BoundConfig {
  readonly #config: RunnableConfig;
  readonly #node: Node;
  #values: Inherited | undefined;

  /**
   * @param node - The node that it is bound to.
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

  /** Whether the config can abort a run, which then needs a scope of its own. */
  get cancels(): boolean {
    return this.#config.signal !== undefined || this.#config.timeout !== undefined;
  }

  /** Opens a scope that the signal and timeout of the config abort, inside another scope or independent. */
  openScope(parent?: Scope): Scope {
    return scopeFor(this.#config, parent, true);
  }

  /**
   * The context of a call with this config bound: in a conflict the call takes precedence.
   *
   * @param binding - The binding whose config it is.
   * @param scope - The scope of the run, if it was opened already.
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

  /** The context of a call with this config applied over it: in a conflict this config takes precedence. */
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
      // An unobserved run is known by its name and id alone, which have changed.
      started: isNamed && ctx.tracer === undefined ? undefined : ctx.started,
      tracer: callbacks === undefined ? ctx.tracer : traceFor(callbacks, ctx.tracer),
      budget: retryBudget === undefined ? ctx.budget : new RetryBudget(retryBudget, ctx.budget),
    });
  }
}

/** Applies a config function to the context of a call. */
export function refactored(ctx: Context, factory: ConfigFactory, node: Node): Context {
  const { identity } = ctx;
  const config = factory({ ...configOf(ctx), runName: identity?.runName, runId: identity?.runId });
  return new BoundConfig(config, node).overCall(ctx);
}

/** The values of two configs merged; in a conflict the later ones take precedence. */
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

import type { Kwargs, RunnableConfig } from '../plan/config.js';
import type { RunContext } from '../plan/context.js';
import type { Node } from '../plan/node.js';
import { ambientContext } from './ambient.js';
import { checkConfig } from './check-config.js';
import { checkConfigurable } from './configurable/specs.js';
import { Context, DEFAULTS, type Inherited } from './context.js';
import { traceFor, tracerOfRoots } from './observing.js';
import { RetryBudget } from './retry-budget.js';
import { Scope } from './scope.js';
import { simpleValues } from './simple-values.js';

/** Anything that a call accepts as a config. */
export type ConfigLike = RunnableConfig | RunContext;

/**
 * Makes the context of a call: the root of a new run tree, or a part of the tree whose context is given or ambient. Its
 * scope belongs to the call, and is to be closed when the call ends.
 *
 * Each key of a config replaces the ambient one, except that tags and metadata are merged.
 *
 * @param started - Whether the timeout starts now; that of a stream starts with the first pull.
 */
export function openContext(
  config: ConfigLike | undefined,
  kwargs: Kwargs | undefined,
  node: Node,
  started = true,
): Context {
  if (config === undefined) {
    const around = ambientContext();
    return around === undefined
      ? new Context(DEFAULTS, new Scope(), kwargs, 1, tracerOfRoots())
      : around.forCall(kwargs);
  }
  if (config instanceof Context) return config.forCall(kwargs);
  checkConfig(config);
  return contextFrom(config, baseOf(config), kwargs, node, started);
}

/** The context that a config extends: a config made by spreading a context (`{ ...ctx, tags }`) belongs to its run. */
export function baseOf(config: object): Context | undefined {
  const { inherited, scope, attempt, tracer, budget, started } = config as Partial<Context>;
  if (inherited === undefined || !(scope instanceof Scope)) return ambientContext();
  return new Context(inherited, scope, undefined, attempt, tracer, undefined, budget, started);
}

function contextFrom(
  config: RunnableConfig,
  base: Context | undefined,
  kwargs: Kwargs | undefined,
  node: Node,
  started: boolean,
): Context {
  const inherited = inherit(config, base?.inherited ?? DEFAULTS, node);
  if (inherited.configurable !== DEFAULTS.configurable) checkConfigurable(node, inherited.configurable);
  const scope = scopeFor(config, base?.scope, started);
  scope.synchronous = false;
  const identity =
    config.runName === undefined && config.runId === undefined
      ? undefined
      : { runName: config.runName, runId: config.runId, named: node };
  const budget =
    config.retryBudget === undefined ? base?.budget : new RetryBudget(config.retryBudget, base?.budget);
  const above = base === undefined ? tracerOfRoots() : base.tracer;
  const tracer = config.callbacks === undefined ? above : traceFor(config.callbacks, above);
  return new Context(inherited, scope, kwargs, base?.attempt, tracer, identity, budget, base?.started);
}

/** The scope of a call, whose config may have a signal and a timeout of its own. */
export function scopeFor(
  { signal, timeout }: RunnableConfig,
  parent: Scope | undefined,
  started: boolean,
): Scope {
  const external = signal === parent?.external ? undefined : signal;
  const scope = new Scope(parent, external, undefined, timeout);
  if (started) scope.start();
  return scope;
}

/** The values of a config over inherited ones; simple values of configurable fields become metadata, too. */
export function inherit(config: RunnableConfig, above: Inherited, node: Node): Inherited {
  const { tags, metadata, recursionLimit, maxConcurrency } = config;
  const configurable = configurableOf(config);
  const ambient =
    above.ambient ||
    config.signal !== undefined ||
    config.timeout !== undefined ||
    tags !== undefined ||
    metadata !== undefined ||
    configurable !== undefined;
  return {
    tags: tags === undefined ? above.tags : union(above.tags, tags),
    metadata:
      metadata === undefined && configurable === undefined
        ? above.metadata
        : { ...simpleValues(configurable, node), ...above.metadata, ...metadata },
    configurable: configurable ?? above.configurable,
    recursionLimit: recursionLimit ?? above.recursionLimit,
    maxConcurrency: maxConcurrency ?? above.maxConcurrency,
    ambient,
  };
}

const CONFIG_KEYS: ReadonlySet<string> = new Set([
  'tags',
  'metadata',
  'runName',
  'runId',
  'maxConcurrency',
  'recursionLimit',
  'configurable',
  'signal',
  'timeout',
  'retryBudget',
  'callbacks',
] satisfies (keyof RunnableConfig)[]);

/** The fields of a context, which a config made by spreading one has as well. */
const CONTEXT_KEYS: ReadonlySet<string> = new Set([
  'inherited',
  'scope',
  'kwargs',
  'attempt',
  'tracer',
  'identity',
  'budget',
  'started',
  'ambient',
] satisfies (keyof Context)[]);

/** The configurable values of a config, to which its unknown keys are added. */
export function configurableOf(config: RunnableConfig): Readonly<Record<string, unknown>> | undefined {
  const keys = Object.keys(config);
  if (keys.every((key) => CONFIG_KEYS.has(key))) return config.configurable;
  const isSpread = (config as Partial<Context>).scope instanceof Scope;
  const unknown = keys.filter((key) => !CONFIG_KEYS.has(key) && !(isSpread && CONTEXT_KEYS.has(key)));
  if (unknown.length === 0) return config.configurable;
  const extra = Object.fromEntries(unknown.map((key) => [key, (config as Record<string, unknown>)[key]]));
  return { ...extra, ...config.configurable };
}

/** The tags of both, sorted and without duplicates; if one list is empty, the other one as it is. */
export function union(left: readonly string[], right: readonly string[]): readonly string[] {
  return left.length === 0 ? right : right.length === 0 ? left : [...new Set([...left, ...right])].sort();
}

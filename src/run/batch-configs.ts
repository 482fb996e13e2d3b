import { InvalidConfigError } from '../errors/run-errors.js';
import type { Kwargs, RunnableConfig } from '../plan/config.js';
import type { Node } from '../plan/node.js';
import type { Context } from './context.js';
import { openContext, type ConfigLike } from './open.js';
import type { Scope } from './scope.js';

/** One config for every input of a batch, or a list with one for each. */
export type Configs = ConfigLike | readonly ConfigLike[] | undefined;

/** The contexts of a batch: one for each input, and the scopes that cancel them all. */
export interface BatchContexts {
  /** The context of an input; each has a scope of its own. */
  at(index: number): Context;
  readonly maxConcurrency: number | undefined;
  readonly scopes: readonly Scope[];
  /** The scope that the batch was called from, if it was called inside a run. */
  readonly caller: Scope | undefined;
}

/** Opens the contexts of a batch; the id of a config for all names the run of the first input alone. */
export function openBatch(
  node: Node,
  count: number | undefined,
  configs: Configs,
  kwargs: Kwargs | undefined,
): BatchContexts {
  return Array.isArray(configs)
    ? openEach(node, count, configs as readonly ConfigLike[], kwargs)
    : openShared(node, count, configs as ConfigLike | undefined, kwargs);
}

function openEach(
  node: Node,
  count: number | undefined,
  configs: readonly ConfigLike[],
  kwargs: Kwargs | undefined,
): BatchContexts {
  if (configs.length !== count) {
    throw new InvalidConfigError(
      count === undefined
        ? 'A list of configs needs a list of inputs; give one config for a stream of inputs.'
        : 'config must be a list of the same length as inputs, ' +
            `but got ${String(configs.length)} configs for ${String(count)} inputs.`,
    );
  }
  const contexts: Context[] = [];
  try {
    for (const config of configs) contexts.push(openContext(config, kwargs, node));
  } catch (error) {
    for (const { scope } of contexts) scope.close();
    throw error;
  }
  const observed = observedAlike(contexts);
  return {
    at: (index) => observed[index] as Context,
    maxConcurrency: contexts[0]?.maxConcurrency ?? node.boundConcurrency,
    scopes: contexts.map(({ scope }) => scope),
    caller: contexts[0]?.scope.parent,
  };
}

/** Where one input of a batch is observed, all are, by nobody if need be: the first context speaks for all. */
export function observedAlike(contexts: readonly Context[]): readonly Context[] {
  if (contexts.every(({ tracer }) => tracer === undefined)) return contexts;
  return contexts.map((ctx) => (ctx.tracer === undefined ? ctx.observed() : ctx));
}

function openShared(
  node: Node,
  count: number | undefined,
  config: ConfigLike | undefined,
  kwargs: Kwargs | undefined,
): BatchContexts {
  const shared = openContext(config, kwargs, node);
  const { identity } = shared;
  const rest = identity?.runId === undefined ? identity : { ...identity, runId: undefined };
  if (identity?.runId !== undefined && count !== 1) {
    process.emitWarning(
      'Provided runId will be used only for the first element of the batch.',
      'RunwrightWarning',
    );
  }
  return {
    at: (index) => {
      const ctx = shared.forCall(kwargs).identified(index === 0 ? identity : rest);
      // Inputs of a batch that stands alone are run trees of their own.
      if (shared.scope.parent === undefined) ctx.scope.independent = true;
      return ctx;
    },
    maxConcurrency: shared.maxConcurrency ?? node.boundConcurrency,
    scopes: [shared.scope],
    caller: shared.scope.parent,
  };
}

/** The config of each of so many inputs: the one given for all, or those of a list. */
export function getConfigList(
  config: RunnableConfig | readonly RunnableConfig[] | undefined,
  length: number,
): RunnableConfig[] {
  if (length < 0) throw new InvalidConfigError(`length must be >= 0, but got ${String(length)}.`);
  if (!Array.isArray(config)) {
    const { runId, ...rest } = (config ?? {}) as RunnableConfig;
    return Array.from({ length }, (_, index) =>
      index === 0 && runId !== undefined ? { ...rest, runId } : { ...rest },
    );
  }
  const configs = config as readonly RunnableConfig[];
  if (configs.length === length) return [...configs];
  throw new InvalidConfigError(
    `config must be a list of the same length as inputs, but got ${String(configs.length)} configs for ${String(length)} inputs.`,
  );
}

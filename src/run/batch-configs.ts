import { InvalidConfigError } from '../errors/run-errors.js';
import type { Kwargs, RunnableConfig } from '../plan/config.js';
import type { Node } from '../plan/node.js';
import type { Context } from './context.js';
import { openContext, type ConfigLike } from './open.js';
import type { Scope } from './scope.js';

/** One config for every input of a batch, or a list with one for each. */
export type Configs = ConfigLike | readonly ConfigLike[] | undefined;

/** The contexts of a batch: one for each input, and the scopes that abort them all. */
export interface BatchContexts {
  /** The context of an input; each has a scope of its own. */
  at(index: number): Context;
  readonly maxConcurrency: number | undefined;
  readonly scopes: readonly Scope[];
  /** The scope that the batch was called from, if it was called inside a run. */
  readonly caller: Scope | undefined;
}

/** Opens the contexts of a batch; the `runId` of a shared config is used for the first input only. */
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
        : wrongLength(configs.length, count),
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

/** Gives every context a tracer if any has one, since nodes look only at the first context of a batch. */
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
      // Each input of a batch outside any run is the root of its own run tree.
      if (shared.scope.parent === undefined) ctx.scope.independent = true;
      return ctx;
    },
    maxConcurrency: shared.maxConcurrency ?? node.boundConcurrency,
    scopes: [shared.scope],
    caller: shared.scope.parent,
  };
}

/**
 * Returns one config for each of several inputs: copies of a shared one, of which only the first keeps its `runId`, or
 * those of a list.
 *
 * @param length - The number of inputs.
 * @throws {@link InvalidConfigError} for a negative length, or a list of another length.
 */
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
  throw new InvalidConfigError(wrongLength(configs.length, length));
}

function wrongLength(configs: number, inputs: number): string {
  return (
    'config must be a list of the same length as inputs, ' +
    `but got ${String(configs)} configs for ${String(inputs)} inputs.`
  );
}

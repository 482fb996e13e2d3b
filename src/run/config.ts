import type { Callbacks } from '../plan/callbacks.js';
import type { RunnableConfig } from '../plan/config.js';
import { setOwn } from '../stream/add.js';
import { configOf } from './config-of.js';
import { mergeCallbacks } from './merge-callbacks.js';
import { Context, DEFAULTS } from './context.js';
import { baseOf, configurableOf, type ConfigLike } from './open.js';
import { simpleValues } from './simple-values.js';

type Values = Record<string, unknown>;

/**
 * Completes a config, key by key: its own values take precedence over those of the surrounding run, and these over the
 * defaults.
 *
 * Keys that are no config keys move to `configurable`, and simple values of configurable fields (strings, numbers,
 * booleans, but no `api_key` and nothing that begins with `__`) are copied to `metadata` where that has no such key.
 * The given config is not changed.
 *
 * @param config - A config, or the context of a run; the context of the surrounding run by default.
 * @example
 * ```ts
 * import { ensureConfig } from 'runwright';
 *
 * ensureConfig({ tags: ['a'] });
 * // => { tags: ['a'], metadata: {}, recursionLimit: 25, configurable: {} }
 * ```
 */
export function ensureConfig(config: ConfigLike = {}): RunnableConfig {
  const around = config instanceof Context ? config : baseOf(config);
  const given = config instanceof Context ? {} : withoutNulls(config);
  const filled = { ...valuesOf(around), ...given };
  const configurable = { ...(configurableOf(given) ?? filled.configurable) };
  const { tags = [], metadata } = filled;
  return {
    ...Object.fromEntries(
      CARRIED.filter((key) => filled[key] !== undefined).map((key) => [key, filled[key]]),
    ),
    tags: [...tags],
    metadata: { ...simpleValues(configurable), ...metadata },
    recursionLimit: filled.recursionLimit ?? DEFAULTS.recursionLimit,
    configurable,
  };
}

function valuesOf(around: Context | undefined): RunnableConfig {
  if (around === undefined) return {};
  const { scope, callbacks = [] } = around;
  return {
    ...configOf(around),
    ...(scope.abortable && { signal: around.signal }),
    ...(callbacks.length > 0 && { callbacks }),
  };
}

/** Keys that a completed config has only if they were set. */
const CARRIED = [
  'runName',
  'runId',
  'maxConcurrency',
  'signal',
  'timeout',
  'retryBudget',
  'callbacks',
] as const satisfies (keyof RunnableConfig)[];

function withoutNulls(config: object): RunnableConfig {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== undefined && value !== null),
  );
}

/**
 * Merges configs, later ones over earlier ones, as a bound config and the config of a call are merged.
 *
 * Tags are united and sorted; metadata and configurable values are merged key by key; a recursion limit is taken unless
 * it is the default; the callbacks of both are kept; either of two signals aborts; the smaller of two timeouts or retry
 * budgets is taken. Any other value replaces the earlier one unless it is empty. No config is changed.
 *
 * @example
 * ```ts
 * import { mergeConfigs } from 'runwright';
 *
 * mergeConfigs({ tags: ['b'], runName: 'first' }, { tags: ['a'] });
 * // => { tags: ['a', 'b'], runName: 'first' }
 * ```
 */
export function mergeConfigs(...configs: readonly (RunnableConfig | undefined)[]): RunnableConfig {
  const merged: Values = {};
  for (const config of configs) {
    for (const [key, value] of Object.entries(withoutNulls(config ?? {}))) {
      setOwn(merged, key, mergeValue(key, Object.hasOwn(merged, key) ? merged[key] : undefined, value));
    }
  }
  return withoutNulls(merged);
}

function mergeValue(key: string, earlier: unknown, later: unknown): unknown {
  switch (key) {
    case 'tags':
      return [...new Set([...((earlier ?? []) as string[]), ...(later as string[])])].sort();
    case 'metadata':
    case 'configurable':
      return { ...(earlier as Values | undefined), ...(later as Values) };
    case 'recursionLimit':
      return later === DEFAULTS.recursionLimit ? earlier : later;
    case 'timeout':
    case 'retryBudget':
      return Math.min((earlier as number | undefined) ?? Infinity, later as number);
    case 'signal':
      return earlier === undefined || earlier === later
        ? later
        : AbortSignal.any([earlier as AbortSignal, later as AbortSignal]);
    case 'callbacks':
      return earlier === undefined ? later : mergeCallbacks(earlier as Callbacks, later as Callbacks);
    case 'runName':
    case 'runId':
      return later === '' ? earlier : later;
    default:
      return later;
  }
}

/**
 * Returns a copy of a config with some keys replaced; configurable values are merged with the existing ones.
 *
 * New callbacks belong to another run, so the run name and the run id are dropped together with the old callbacks.
 *
 * @example
 * ```ts
 * import { patchConfig } from 'runwright';
 *
 * patchConfig({ runName: 'outer', configurable: { a: 1 } }, { configurable: { b: 2 } });
 * // => { runName: 'outer', configurable: { a: 1, b: 2 } }
 * ```
 */
export function patchConfig(config: RunnableConfig | undefined, patch: RunnableConfig): RunnableConfig {
  const changes = withoutNulls(patch);
  const kept: RunnableConfig =
    'callbacks' in changes ? { ...config, runName: undefined, runId: undefined } : { ...config };
  const configurable =
    changes.configurable === undefined
      ? {}
      : { configurable: { ...kept.configurable, ...changes.configurable } };
  return withoutNulls({ ...kept, ...changes, ...configurable });
}

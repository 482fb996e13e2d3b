import type { Kwargs, RunnableConfig } from '../plan/config.js';
import type { TypeToken } from '../plan/type-token.js';
import type { ConfigFactory } from './bound-config.js';

/** What a binding lays around a runnable. */
export interface Layers {
  /** Config of every call; where the caller's config says something too, that counts. */
  readonly config?: RunnableConfig | undefined;
  /** Functions that change the merged config of a call, in the order in which they are applied. */
  readonly configFactories?: readonly ConfigFactory[] | undefined;
  /** Arguments of every call; where the caller gives the same, those count. */
  readonly kwargs?: Kwargs | undefined;
  /** Declares what the runnable takes, in place of its own declaration. */
  readonly customInputType?: TypeToken | undefined;
  /** Declares what the runnable gives, in place of its own declaration. */
  readonly customOutputType?: TypeToken | undefined;
}

/** Lays further layers over those there are; each kind has its own rule, so that none loses another. */
export function combineLayers(layers: Layers, more: Layers): Layers {
  return Object.freeze({
    config: combineConfigs(layers.config, more.config),
    configFactories: Object.freeze([...(layers.configFactories ?? []), ...(more.configFactories ?? [])]),
    kwargs: more.kwargs === undefined ? layers.kwargs : Object.freeze({ ...layers.kwargs, ...more.kwargs }),
    customInputType: more.customInputType ?? layers.customInputType,
    customOutputType: more.customOutputType ?? layers.customOutputType,
  });
}

/** A later config replaces what the earlier one says, key by key: only bound and call config add up. */
function combineConfigs(
  earlier: RunnableConfig | undefined,
  later: RunnableConfig | undefined,
): RunnableConfig | undefined {
  if (later === undefined) return earlier;
  const said = Object.entries(later).filter(([, value]) => value !== undefined && value !== null);
  return Object.freeze({ ...earlier, ...Object.fromEntries(said.map(([key, value]) => [key, copy(value)])) });
}

/** A list or an object of values may be changed by its owner later; a signal must stay the same. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...(value as unknown[])]);
  const isLiteral =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isLiteral ? Object.freeze({ ...value }) : value;
}

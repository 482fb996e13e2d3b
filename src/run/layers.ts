import type { Kwargs, RunnableConfig } from '../plan/config.js';
import type { TypeToken } from '../plan/type-token.js';
import type { ConfigFactory } from './bound-config.js';

/** What a binding adds to a runnable. */
export interface Layers {
  /** Config of every call; in a conflict the config of the call takes precedence. */
  readonly config?: RunnableConfig | undefined;
  /** Functions that change the merged config of a call, in the order of application. */
  readonly configFactories?: readonly ConfigFactory[] | undefined;
  /** Arguments of every call; in a conflict those of the call take precedence. */
  readonly kwargs?: Kwargs | undefined;
  /** Declares the input type, in place of the runnable's own declaration. */
  readonly customInputType?: TypeToken | undefined;
  /** Declares the output type, in place of the runnable's own declaration. */
  readonly customOutputType?: TypeToken | undefined;
}

/** Combines layers with further ones; each kind is combined by its own rule, so that none is lost. */
export function combineLayers(layers: Layers, more: Layers): Layers {
  return Object.freeze({
    config: combineConfigs(layers.config, more.config),
    configFactories: Object.freeze([...(layers.configFactories ?? []), ...(more.configFactories ?? [])]),
    kwargs: more.kwargs === undefined ? layers.kwargs : Object.freeze({ ...layers.kwargs, ...more.kwargs }),
    customInputType: more.customInputType ?? layers.customInputType,
    customOutputType: more.customOutputType ?? layers.customOutputType,
  });
}

/** A later config replaces an earlier one key by key; only a bound config and the config of a call are merged. */
function combineConfigs(
  earlier: RunnableConfig | undefined,
  later: RunnableConfig | undefined,
): RunnableConfig | undefined {
  if (later === undefined) return earlier;
  const said = Object.entries(later).filter(([, value]) => value !== undefined && value !== null);
  return Object.freeze({ ...earlier, ...Object.fromEntries(said.map(([key, value]) => [key, copy(value)])) });
}

/** Lists and plain objects are copied, since their owner may change them later; a signal must stay the same object. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...(value as unknown[])]);
  const isLiteral =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isLiteral ? Object.freeze({ ...value }) : value;
}

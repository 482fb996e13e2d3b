import type { AlternativesDeclaration } from '../../plan/alternatives-options.js';
import type { FallbackOptions } from '../../plan/fallback-options.js';
import type { Interceptor, Listeners } from '../../plan/observer.js';
import type { RetryOptions } from '../../plan/retry-options.js';
import type { Kwargs, RunnableConfig } from '../../plan/config.js';
import { RunnableBinding } from '../../run/binding.js';
import { RunnableConfigurableAlternatives } from '../../run/configurable/alternatives.js';
import { RunnableWithFallbacks } from '../../run/fallbacks.js';
import { withInterceptors } from '../../run/interceptors.js';
import { withListeners } from '../../run/listeners.js';
import type { TimeoutOptions } from '../../plan/timeout-options.js';
import { RunnableTimeout } from '../../run/timeout.js';
import { RunnableRetry } from '../../run/retry.js';
import { asRunnable, asStep, keyed, type ComposeWrapper } from './parts.js';

/** Wraps the node of a class in what a decorator declares, by the kind of the wrapper. */
export const WRAPPERS: Readonly<Record<string, ComposeWrapper>> = {
  interceptors: (inner, { services }) => withInterceptors(asRunnable(inner), services as Interceptor[]),
  listen: (inner, { record }) => withListeners(asRunnable(inner), record.options as Listeners),
  retry: (inner, { record }) => new RunnableRetry(asStep(inner), record.options as RetryOptions),
  fallback: (inner, { record, steps }) =>
    new RunnableWithFallbacks(asStep(inner), steps.map(asStep), record.options as FallbackOptions),
  bind: (inner, { record }) =>
    new RunnableBinding({ bound: asRunnable(inner), kwargs: record.options as Kwargs }),
  config: (inner, { record }) =>
    new RunnableBinding({ bound: asRunnable(inner), config: record.options as RunnableConfig }),
  timeout: (inner, { record }) => new RunnableTimeout(asStep(inner), record.options as TimeoutOptions),
  alternatives: (inner, parts) => {
    const {
      id,
      name,
      description,
      default: defaultKey,
      prefixKeys,
    } = parts.record.options as AlternativesDeclaration;
    return new RunnableConfigurableAlternatives({
      which: { id, name, description },
      bound: inner,
      alternatives: keyed(parts),
      defaultKey,
      prefixKeys,
      chosen: parts.configured(id) as string | undefined,
    });
  },
};

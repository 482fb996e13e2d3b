import type { AlternativesDeclaration } from '../../plan/alternatives-options.js';
import type { FallbackOptions } from '../../plan/fallback-options.js';
import type { Node } from '../../plan/node.js';
import type { Interceptor, Listeners } from '../../plan/observer.js';
import type { RetryOptions } from '../../plan/retry-options.js';
import type { Carrier } from '../../plan/step-types.js';
import { RunnableConfigurableAlternatives } from '../../run/configurable/alternatives.js';
import { RunnableWithFallbacks } from '../../run/fallbacks.js';
import { withInterceptors } from '../../run/interceptors.js';
import { withListeners } from '../../run/listeners.js';
import type { RunnableBase } from '../../run/runnable.js';
import { RunnableRetry } from '../../run/retry.js';
import { keyed, type ComposeWrapper } from './parts.js';

/** How each wrapping decorator is put around the node of a class. */
export const WRAPPERS: Readonly<Record<string, ComposeWrapper>> = {
  interceptors: (inner, { services }) => withInterceptors(asRunnable(inner), services as Interceptor[]),
  listen: (inner, { record }) => withListeners(asRunnable(inner), record.options as Listeners),
  retry: (inner, { record }) => new RunnableRetry(asStep(inner), record.options as RetryOptions),
  fallback: (inner, { record, steps }) =>
    new RunnableWithFallbacks(asStep(inner), steps.map(asStep), record.options as FallbackOptions),
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

/** A node as the constructors of combinators take it. */
function asStep(node: Node): Carrier<unknown, unknown> {
  return node as unknown as Carrier<unknown, unknown>;
}

/** A node with the public methods that all nodes of this library have. */
function asRunnable(node: Node): RunnableBase {
  return node as object as RunnableBase;
}

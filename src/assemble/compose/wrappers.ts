import type { AlternativesDeclaration } from '../../plan/alternatives-options.js';
import type { Node } from '../../plan/node.js';
import type { RetryOptions } from '../../plan/retry-options.js';
import type { Carrier } from '../../plan/step-types.js';
import { RunnableConfigurableAlternatives } from '../../run/configurable/alternatives.js';
import { RunnableRetry } from '../../run/retry.js';
import { keyed, type ComposeWrapper } from './parts.js';

/** How each wrapping decorator is put around the node of a class. */
export const WRAPPERS: Readonly<Record<string, ComposeWrapper>> = {
  retry: (inner, { record }) => new RunnableRetry(asStep(inner), record.options as RetryOptions),
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

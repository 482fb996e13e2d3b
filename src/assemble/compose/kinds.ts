import type { AnyRunnable } from '../../plan/runnable.js';
import { RunnableParallel } from '../../run/parallel.js';
import { RunnableSequence } from '../../run/sequence.js';
import { StepNode } from '../../run/step-node.js';
import { keyed, type ComposeKind } from './parts.js';
import { typesOf } from './types.js';

/** How each kind of declared class becomes a node. */
export const KINDS: Readonly<Record<string, ComposeKind>> = {
  step: ({ type, instance, name, record }) => new StepNode(instance, name, typesOf(type, record.options)),
  chain: ({ steps, name }) => new RunnableSequence(steps, { name }),
  parallel: (parts) =>
    new RunnableParallel(keyed(parts) as Record<string, unknown> as Record<string, AnyRunnable>, parts),
};

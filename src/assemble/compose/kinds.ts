import type { Node } from '../../plan/node.js';
import { RunnableAssign } from '../../run/assign.js';
import { RunnableBranch } from '../../run/branch.js';
import { RunnableEach } from '../../run/each.js';
import { RunnableParallel } from '../../run/parallel.js';
import { RunnablePick } from '../../run/pick.js';
import { RouterRunnable } from '../../run/router.js';
import { RunnableSequence } from '../../run/sequence.js';
import { StepNode } from '../../run/step-node.js';
import { asStep, asSteps, keyed, type ComposeKind } from './parts.js';
import { typesOf } from './types.js';

/** Makes the node of a declared class, by its kind. */
export const KINDS: Readonly<Record<string, ComposeKind>> = {
  step: ({ type, instance, name, record }) => new StepNode(instance, name, typesOf(type, record.options)),
  chain: ({ steps, name }) => new RunnableSequence(steps, { name }),
  parallel: (parts) => new RunnableParallel(asSteps(keyed(parts)), parts),
  branch: ({ steps, name }) => new RunnableBranch(pairsOf(steps), asStep(steps.at(-1) as Node), { name }),
  router: (parts) => new RouterRunnable({ runnables: asSteps(keyed(parts)), name: parts.name }),
  each: ({ steps: [step], name }) => new RunnableEach({ bound: asStep(step as Node), name }),
  assign: (parts) => new RunnableAssign(asSteps(keyed(parts)), parts),
  pick: ({ record, name }) => new RunnablePick(record.settings as string | readonly string[], { name }),
  prompt: ({ steps, name }) => (steps[0] as Node & { named(name: string): Node }).named(name),
};

/** Conditions and their steps alternate, followed by the default step. */
function pairsOf(
  steps: readonly Node[],
): (readonly [ReturnType<typeof asStep>, ReturnType<typeof asStep>])[] {
  const all = steps.slice(0, -1).map(asStep);
  return Array.from(
    { length: all.length / 2 },
    (_, index) => [all[index * 2]!, all[index * 2 + 1]!] as const,
  );
}

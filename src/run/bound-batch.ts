import type { Node, Settle } from '../plan/node.js';
import { observedAlike } from './batch-configs.js';
import type { Context } from './context.js';
import { closeScopes, enterBatchInScopes, openWithin } from './in-scope.js';
import type { Scope } from './scope.js';

/** How a batch is bound. */
export interface BatchBinding {
  /** What all inputs are aborted with, if anything: one timer and one listener on the signal serve the whole batch. */
  readonly shared: Scope | undefined;
  /** Makes the context of an input within its binding. */
  readonly bind: (ctx: Context, scope: Scope | undefined) => Context;
  /** The limit of the batch, for such contexts. */
  readonly limitFor: (inner: readonly Context[]) => number;
}

/** Runs a batch through what is bound, each input in scopes of its own, and closes those when it has ended. */
export async function enterBoundBatch<I, O>(
  bound: Node<I, O>,
  inputs: readonly I[],
  contexts: readonly Context[],
  settle: Settle<O>,
  { shared, bind, limitFor }: BatchBinding,
): Promise<void> {
  const inner: Context[] = [];
  try {
    for (const ctx of contexts) {
      inner.push(bind(ctx, shared === undefined ? undefined : openWithin(ctx.scope, shared)));
    }
    await enterBatchInScopes(bound, inputs, observedAlike(inner), settle, limitFor(inner));
  } finally {
    inner.forEach(({ scope }, index) => {
      closeScopes(scope, (contexts[index] as Context).scope);
    });
    shared?.close();
  }
}

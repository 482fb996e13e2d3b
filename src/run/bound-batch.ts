import { Failure, type Node, type Settle } from '../plan/node.js';
import { observedAlike } from './batch-configs.js';
import type { Context } from './context.js';
import { closeScopes, enterBatchInScopes, openWithin } from './in-scope.js';
import type { Scope } from './scope.js';

/** How a binding runs a batch. */
export interface BatchBinding {
  /** The scope that aborts all inputs, if any, so that one timer and one listener serve the whole batch. */
  readonly shared: Scope | undefined;
  /** Makes the context of an input under the binding. */
  readonly bind: (ctx: Context, scope: Scope | undefined) => Context;
  /** The limit of the batch, given those contexts. */
  readonly limitFor: (inner: readonly Context[]) => number;
}

/**
 * Runs a batch through the bound node, each input in scopes of its own, which are closed when the batch has ended. An
 * input whose config cannot be made fails by itself.
 */
export async function enterBoundBatch<I, O>(
  bound: Node<I, O>,
  inputs: readonly I[],
  contexts: readonly Context[],
  settle: Settle<O>,
  { shared, bind, limitFor }: BatchBinding,
): Promise<void> {
  const indexes: number[] = [];
  const inner: Context[] = [];
  try {
    for (const [index, ctx] of contexts.entries()) {
      try {
        inner.push(bind(ctx, shared === undefined ? undefined : openWithin(ctx.scope, shared)));
        indexes.push(index);
      } catch (error) {
        settle(index, new Failure(error));
      }
    }
    if (inner.length === 0) return;
    await enterBatchInScopes(
      bound,
      indexes.map((index) => inputs[index] as I),
      observedAlike(inner),
      (at, outcome) => {
        settle(indexes[at] as number, outcome);
      },
      limitFor(inner),
    );
  } finally {
    inner.forEach(({ scope }, at) => {
      closeScopes(scope, (contexts[indexes[at] as number] as Context).scope);
    });
    shared?.close();
  }
}

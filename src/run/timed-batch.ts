import type { Node, Settle } from '../plan/node.js';
import { now, startTimer, stopTimer } from './clock.js';
import type { Context } from './context.js';
import { enterBatchInScopes } from './in-scope.js';
import { Scope } from './scope.js';

/** Runs a batch whose inputs all start at once, with one timeout. */
export async function enterBatchInTime<I, O>(
  node: Node<I, O>,
  inputs: readonly I[],
  contexts: readonly Context[],
  settle: Settle<O>,
  limitMs: number,
): Promise<void> {
  const end = now() + limitMs;
  const inner = contexts.map((ctx) => {
    const deadline = Math.min(ctx.deadline ?? Infinity, end);
    return ctx.withScope(new Scope(ctx.scope, undefined, deadline, limitMs));
  });
  // One timer serves all inputs; each has an error of its own, on which its own path is recorded.
  const timer = startTimer(() => {
    for (const { scope } of inner) scope.expire();
  }, limitMs);
  try {
    await enterBatchInScopes(node, inputs, inner, settle, Infinity, () => {
      stopTimer(timer);
    });
  } finally {
    stopTimer(timer);
    for (const { scope } of inner) scope.close();
  }
}

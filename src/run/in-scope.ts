import { Failure, type Node, type Outcome, type Settle } from '../plan/node.js';
import { isPromiseLike } from '../stream/guards.js';
import { nextTurn } from '../stream/turn.js';
import type { Context } from './context.js';
import { enter, enterBatch } from './enter.js';
import { Scope } from './scope.js';

/**
 * Runs a node in scopes that were opened for this run, and closes them when it ends.
 *
 * @param outer - The surrounding scope, which stays open.
 */
export function enterInScope<I, O>(
  node: Node<I, O>,
  input: I,
  ctx: Context,
  outer: Scope,
): O | PromiseLike<O> {
  let output: O | PromiseLike<O>;
  try {
    output = enter(node, input, ctx);
  } catch (error) {
    ctx.scope.abort(error);
    closeScopes(ctx.scope, outer);
    throw error;
  }
  if (isPromiseLike(output) && !outer.synchronous) return closing(output, ctx.scope, outer);
  closeScopes(ctx.scope, outer);
  return output;
}

/** Waits for an output, but no longer than until its scope is aborted; then closes the scopes. */
function closing<O>(output: PromiseLike<O>, scope: Scope, outer: Scope): Promise<O> {
  return new Promise((resolve, reject) => {
    const unlisten = scope.onAbort((reason) => {
      closeScopes(scope, outer);
      void nextTurn().then(() => {
        reject(reason);
      });
    });
    output.then(
      (value) => {
        // An aborted run has failed, whatever its work results in afterwards.
        if (scope.failure !== undefined) return;
        closeScopes(scope, outer);
        resolve(value);
      },
      (error: unknown) => {
        if (scope.failure !== undefined) return;
        unlisten();
        scope.abort(error);
        closeScopes(scope, outer);
        reject(error);
      },
    );
  });
}

/**
 * Runs a batch, each input in scopes that were opened for it, which the caller closes when the batch has ended.
 *
 * An input whose scope is aborted has one turn of the event loop to end by itself, and is then settled with the reason.
 *
 * @param onAborted - Called at once when the scopes of all inputs have been aborted.
 */
export async function enterBatchInScopes<I, O>(
  node: Node<I, O>,
  inputs: readonly I[],
  contexts: readonly Context[],
  settle: Settle<O>,
  limit: number,
  onAborted?: () => void,
): Promise<void> {
  const open = new Set(inputs.keys());
  let alive = inputs.length;
  let finish: (() => void) | undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const settleOnce = (index: number, outcome: Outcome<O>): void => {
    if (!open.delete(index)) return;
    const aborted = contexts[index]?.scope.failure;
    settle(index, aborted === undefined ? outcome : new Failure(aborted.reason));
    if (open.size === 0) finish?.();
  };
  const abandon = async (index: number, reason: unknown): Promise<void> => {
    alive -= 1;
    if (alive === 0) onAborted?.();
    await nextTurn();
    settleOnce(index, new Failure(reason));
  };
  const unlisten = contexts.map(({ scope }, index) => scope.onAbort((reason) => void abandon(index, reason)));
  try {
    await Promise.race([enterBatch(node, inputs, contexts, settleOnce, limit), finished]);
  } finally {
    for (const stop of unlisten) stop();
  }
}

/** Closes a scope and those above it, up to an outer one, which stays open. */
export function closeScopes(scope: Scope, outer: Scope): void {
  for (let open: Scope | undefined = scope; open !== undefined && open !== outer; open = open.parent)
    open.close();
}

/** Opens a scope that is aborted with either of two others, of which any number of scopes may share the second. */
export function openWithin(parent: Scope, shared: Scope): Scope {
  const deadline = Math.min(parent.deadline ?? Infinity, shared.deadline ?? Infinity);
  return new Scope(parent, shared.signal, deadline === Infinity ? undefined : deadline);
}

import type { RunContext } from '../plan/context.js';
import type { ExecutionContext } from '../plan/node.js';
import type { Stop } from '../stream/fold.js';

/** Throws the reason of the abort if the run is aborted. */
export function throwIfAborted(ctx: RunContext): void {
  // Reading `ctx.signal` would create a signal that nobody listens to.
  const { failure } = (ctx as ExecutionContext).scope;
  if (failure !== undefined) throw failure.reason;
}

/** Stops the folding of a stream when the run is aborted. */
export function stopOf(ctx: RunContext): Stop {
  return {
    throwIfAborted: () => {
      throwIfAborted(ctx);
    },
  };
}

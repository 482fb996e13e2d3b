import { report } from '../errors/report.js';
import type { RunContext } from '../plan/context.js';
import type { ExecutionContext } from '../plan/node.js';
import type { Observer } from '../plan/observer.js';
import type { Run } from '../plan/run.js';
import { isPromiseLike } from '../stream/guards.js';
import { follow, inBackground } from './background.js';

/** Calls one of the methods of an observer; `detail` is the chunk or the event, if the method is given one. */
export type Notice<T> = (observer: Observer, run: Run, ctx: RunContext, detail: T) => unknown;

/**
 * Notifies observers in their order, and gives a promise only if there is something to wait for.
 *
 * @throws (or rejects with) the first error of an observer that has `raiseError` set, after all have been notified.
 */
export function notify<T>(
  observers: readonly Observer[],
  notice: Notice<T>,
  run: Run,
  ctx: ExecutionContext,
  detail: T,
): Promise<void> | undefined {
  let pending: PromiseLike<unknown>[] | undefined;
  let raised: { readonly error: unknown } | undefined;
  for (const observer of observers) {
    try {
      if (observer.background === true) {
        inBackground(observer, () => shielded(observer, notice, run, ctx, detail));
        continue;
      }
      const answer = notice(observer, run, ctx, detail);
      if (!isPromiseLike(answer)) continue;
      if (ctx.scope.synchronous) follow(observer, shield(observer, run, answer));
      else (pending ??= []).push(observer.raiseError === true ? answer : shield(observer, run, answer));
    } catch (error) {
      if (observer.raiseError === true) raised ??= { error };
      else warn(observer, run, error);
    }
  }
  if (pending === undefined) {
    if (raised !== undefined) throw raised.error;
    return undefined;
  }
  return settle(pending, raised);
}

/** Waits for all observers, and then throws the first error that is to be raised. */
async function settle(
  pending: readonly PromiseLike<unknown>[],
  raised: { readonly error: unknown } | undefined,
): Promise<void> {
  const outcomes = await Promise.allSettled(pending);
  if (raised !== undefined) throw raised.error;
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function shield(observer: Observer, run: Run, answer: PromiseLike<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    warn(observer, run, error);
  }
}

function shielded<T>(
  observer: Observer,
  notice: Notice<T>,
  run: Run,
  ctx: ExecutionContext,
  detail: T,
): unknown {
  try {
    const answer = notice(observer, run, ctx, detail);
    return isPromiseLike(answer) ? shield(observer, run, answer) : undefined;
  } catch (error) {
    warn(observer, run, error);
    return undefined;
  }
}

/** Reports the error of an observer as a warning, so that the run does not fail for it. */
function warn(observer: Observer, run: Run, error: unknown): void {
  report(`${labelOf(observer)} failed in run ${run.path}`, error);
}

function labelOf(observer: Observer): string {
  const { name } = observer as { name?: unknown };
  if (typeof name === 'string') return `The handler ${name}`;
  const { constructor } = observer as { constructor?: { name?: string } };
  return constructor === Object || constructor?.name === undefined
    ? 'An observer'
    : `The observer ${constructor.name}`;
}

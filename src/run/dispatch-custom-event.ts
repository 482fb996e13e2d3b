import { OutsideRunError } from '../errors/run-errors.js';
import { ambientContext } from './ambient.js';
import { Context } from './context.js';
import { baseOf, type ConfigLike } from './open.js';

/**
 * Sends a custom event to the observers of the run of the calling step, as `ctx.dispatch` does, for code that has no
 * context.
 *
 * Without a config it does nothing outside an observed run.
 *
 * @param config - The context of the step, or a config made by spreading it; not needed inside an observed run.
 * @throws {@link OutsideRunError} for a config that belongs to no run.
 * @example
 * ```ts
 * import { RunnableLambda, dispatchCustomEvent } from 'runwright';
 *
 * const slow = RunnableLambda.from(async (text: string) => {
 *   await dispatchCustomEvent('progress', { done: 0.5 });
 *   return text;
 * });
 * for await (const { event, name, data } of slow.streamEvents('x')) {
 *   if (event === 'on_custom_event') console.log(name, data); // prints 'progress', { done: 0.5 }
 * }
 * ```
 */
export async function dispatchCustomEvent(name: string, data?: unknown, config?: ConfigLike): Promise<void> {
  if (config === undefined) {
    await ambientContext()?.dispatch(name, data);
    return;
  }
  const ctx = config instanceof Context ? config : baseOf(config);
  if (ctx === undefined) throw new OutsideRunError(name);
  await ctx.dispatch(name, data);
}

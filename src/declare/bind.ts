import type { RunnableClass } from '../plan/class-types.js';
import type { Kwargs } from '../plan/config.js';
import { declareWrapper } from './wrapper.js';

/**
 * Binds arguments that the step gets as `ctx.kwargs`; those of a call take precedence, key by key.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Bind, Runnable, Step, type RunContext } from 'runwright';
 *
 * @Bind({ stop: ['\n'] })
 * @Runnable()
 * class Complete extends Step<string, string> {
 *   run(prompt: string, ctx: RunContext): string { return `${prompt} until ${JSON.stringify(ctx.kwargs['stop'])}`; }
 * }
 * ```
 */
export function Bind(kwargs: Kwargs): (target: RunnableClass) => void {
  return declareWrapper({
    kind: 'bind',
    decorator: '@Bind',
    slots: [],
    options: Object.freeze({ ...kwargs }),
  });
}

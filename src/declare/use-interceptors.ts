import type { RunnableClass } from '../plan/class-types.js';
import type { Interceptor } from '../plan/observer.js';
import { declareWrapper } from './wrapper.js';

/** A class of interceptors, which the container instantiates. */
export type InterceptorClass = abstract new (...args: never) => Interceptor;

/**
 * Puts interceptors around each run of the class, the first outermost.
 *
 * @param interceptors - Objects, or classes, which the container instantiates; see {@link Interceptor} for what they can do.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Interceptor, Runnable, Step, UseInterceptors, type Run } from 'runwright';
 *
 * @Interceptor()
 * class Cache {
 *   readonly #answers = new Map<unknown, unknown>();
 *
 *   async intercept(run: Run, next: () => Promise<unknown>): Promise<unknown> {
 *     if (!this.#answers.has(run.input)) this.#answers.set(run.input, await next());
 *     return this.#answers.get(run.input);
 *   }
 * }
 *
 * @UseInterceptors(Cache)
 * @Runnable()
 * class Slow extends Step<string, number> {
 *   run(text: string): number {
 *     return text.length;
 *   }
 * }
 * ```
 */
export function UseInterceptors(
  ...interceptors: readonly (InterceptorClass | Interceptor)[]
): (target: RunnableClass) => void {
  const slots = interceptors.map((value, index) => ({
    label: `interceptor ${index + 1}`,
    value,
    isService: true,
  }));
  return declareWrapper({ kind: 'interceptors', decorator: '@UseInterceptors', slots, options: undefined });
}

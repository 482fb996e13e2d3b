import { injectable } from 'inversify';
import type { Interceptor as InterceptorOf } from '../plan/observer.js';

/**
 * Observes runs, and may act between a run and its caller; the decorator of the same name declares a class as one.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the name is the decorator's, too
export interface Interceptor extends InterceptorOf {}

/**
 * Declares a class as an interceptor: where `@UseInterceptors` or `createApp({ interceptors })` names it, the container
 * instantiates it with its dependencies. It does the same as Inversify's `@injectable()`.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Interceptor, Runnable, Step, UseInterceptors, type Run } from 'runwright';
 *
 * @Interceptor()
 * class Timing {
 *   async intercept(run: Run, next: () => Promise<unknown>): Promise<unknown> {
 *     const start = performance.now();
 *     try {
 *       return await next();
 *     } finally {
 *       console.log(`${run.name} took ${performance.now() - start} ms`);
 *     }
 *   }
 * }
 *
 * @UseInterceptors(Timing)
 * @Runnable()
 * class Upper extends Step<string, string> {
 *   run(text: string): string { return text.toUpperCase(); }
 * }
 * ```
 */
export function Interceptor(): ClassDecorator {
  return injectable();
}

import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { Interceptor } from '../plan/observer.js';
import { attach } from './attach.js';
import type { Bound } from './bound-types.js';
import { RunnableObserved } from './observed.js';
import type { RunnableBase } from './runnable.js';

const METHODS = [
  ...['intercept', 'interceptStream', 'onStart', 'onChunk', 'onEnd', 'onError', 'onFinally'],
  'onCustomEvent',
] as readonly (keyof Interceptor)[];

/**
 * Puts interceptors around each run of a runnable, the first outermost; see `withInterceptors` of runnables.
 *
 * @throws {@link InvalidOptionError} for an object with none of an interceptor's methods.
 */
export function withInterceptors(runnable: RunnableBase, interceptors: readonly Interceptor[]): RunnableBase {
  interceptors.forEach((interceptor: unknown, index) => {
    if (isInterceptor(interceptor)) return;
    throw new InvalidOptionError(
      `${runnable.getName()}.withInterceptors`,
      `interceptor ${String(index + 1)}`,
      `an object with one of the methods ${METHODS.join(', ')}`,
      interceptor,
    );
  });
  return new RunnableObserved(runnable, { observers: Object.freeze([...interceptors]) });
}

function isInterceptor(value: unknown): value is Interceptor {
  return (
    typeof value === 'object' &&
    value !== null &&
    METHODS.some((method) => typeof (value as Interceptor)[method] === 'function')
  );
}

declare module '../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Puts interceptors around each run of this runnable, but not around those of its steps; the first is the
     * outermost.
     *
     * `intercept(run, next)` wraps the work itself, and may change the output, return one without doing the work, or
     * throw. The `on…` methods are notified of the run; their failures are reported as warnings, unless the interceptor
     * sets `raiseError`. See {@link Interceptor}.
     *
     * @example
     * ```ts
     * import { RunnableLambda, type Interceptor } from 'runwright';
     *
     * const known = new Map<unknown, unknown>();
     * const cache: Interceptor = {
     *   async intercept(run, next) {
     *     if (!known.has(run.input)) known.set(run.input, await next());
     *     return known.get(run.input);
     *   },
     * };
     * const length = RunnableLambda.from((text: string) => text.length).withInterceptors(cache);
     * await length.invoke('hello'); // => 5
     * ```
     *
     * @throws {@link InvalidOptionError} for an object with none of an interceptor's methods.
     */
    withInterceptors<P>(this: P, ...interceptors: Interceptor[]): Bound<P, I, O>;
  }
}

attach('withInterceptors', function (...interceptors: Interceptor[]) {
  return withInterceptors(this, interceptors);
});

import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { Node } from '../plan/node.js';
import type { Listeners, Observer } from '../plan/observer.js';
import { attach } from './attach.js';
import type { Bound } from './bound-types.js';
import { RunnableObserved } from './observed.js';
import type { RunnableBase } from './runnable.js';

const NAMES = ['onStart', 'onEnd', 'onError', 'onFinally'] as const satisfies readonly (keyof Listeners)[];

/**
 * Calls functions at the stages of each run of a runnable; see `withListeners` of runnables.
 *
 * @throws {@link InvalidOptionError} for a listener that is no function.
 */
export function withListeners(runnable: Node, listeners: Listeners): RunnableBase {
  const where = `${runnable.getName()}.withListeners`;
  if (typeof (listeners as unknown) !== 'object' || (listeners as unknown) === null)
    throw new InvalidOptionError(where, 'listeners', 'an object of functions', listeners);
  for (const name of NAMES) {
    const listener: unknown = listeners[name];
    if (listener !== undefined && typeof listener !== 'function')
      throw new InvalidOptionError(where, name, 'a function', listener);
  }
  const { onStart, onEnd, onError, onFinally, raiseError } = listeners;
  const observer: Observer = { onStart, onEnd, onError, onFinally, raiseError, recordsChildren: true };
  return new RunnableObserved(runnable, { observers: [observer] });
}

declare module '../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Calls functions at the stages of each run of this runnable, but not of its steps: `onStart` before it, `onEnd`
     * after a success, `onError` after a failure, and `onFinally` after either. They get the run and the context, and
     * are awaited.
     *
     * An error thrown by a listener is reported as a warning, unless `raiseError` is set. Of several `withListeners`,
     * the last is notified first. Around a retry they are called once, however many attempts it makes.
     *
     * @example
     * ```ts
     * import { RunnableLambda } from 'runwright';
     *
     * const timed = RunnableLambda.from((text: string) => text.length).withListeners({
     *   onEnd: (run) => console.log(`${run.name} took ${String((run.endTime ?? 0) - run.startTime)} ms`),
     * });
     * await timed.invoke('hello');
     * ```
     *
     * @throws {@link InvalidOptionError} for a listener that is no function.
     */
    withListeners<P>(this: P, listeners: Listeners): Bound<P, I, O>;
  }
}

attach('withListeners', function (listeners: Listeners) {
  return this.wrapCall((inner) => withListeners(inner, listeners));
});

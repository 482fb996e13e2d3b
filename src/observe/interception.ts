import { NextCalledTwiceError } from '../errors/run-errors.js';
import type { Observer } from '../plan/observer.js';
import type { Run } from '../plan/run.js';
import { InterceptedStream } from './intercepted-stream.js';

/** Executes a run within the `intercept` methods of its observers, the first outermost. */
export function interceptExecution(
  observers: readonly Observer[],
  run: Run,
  execute: () => unknown,
  from = 0,
): unknown {
  const index = indexFrom(observers, from, (observer) => observer.intercept !== undefined);
  if (index === -1) return execute();
  const observer = observers[index] as Observer & Required<Pick<Observer, 'intercept'>>;
  const next = once(run, async () => interceptExecution(observers, run, execute, index + 1));
  return observer.intercept(run, next);
}

/** Opens the chunks of a run within the observers that intercept, the first outermost. */
export function interceptStream(
  observers: readonly Observer[],
  run: Run,
  open: () => AsyncIterable<unknown>,
  from = 0,
): AsyncIterable<unknown> {
  const index = indexFrom(observers, from, (o) => (o.interceptStream ?? o.intercept) !== undefined);
  if (index === -1) return open();
  const observer = observers[index] as Observer;
  const next = once(run, () => interceptStream(observers, run, open, index + 1));
  return observer.interceptStream === undefined
    ? new InterceptedStream((inner) => observer.intercept?.(run, inner), next)
    : observer.interceptStream(run, next);
}

function indexFrom(
  observers: readonly Observer[],
  from: number,
  isWanted: (observer: Observer) => boolean,
): number {
  for (let index = from; index < observers.length; index += 1) {
    if (isWanted(observers[index] as Observer)) return index;
  }
  return -1;
}

/** Makes a `next` that can be called once only, since the record of a run has room for one execution. */
function once<T>(run: Run, next: () => T): () => T {
  let called = false;
  return () => {
    if (called) throw new NextCalledTwiceError(run.name);
    called = true;
    return next();
  };
}

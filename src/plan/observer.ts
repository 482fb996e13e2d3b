import type { RunContext } from './context.js';
import type { Run } from './run.js';

/**
 * Watches runs, and may step in between a run and its caller. Every method is optional, and is awaited if it answers
 * with a promise.
 *
 * As a listener or an interceptor of a runnable it is told of each run of that runnable; in the `callbacks` of a config,
 * of every run of the tree. What an `on…` method throws is reported as a warning and changes nothing, unless
 * {@link Observer.raiseError} is set.
 *
 * Of several observers the outermost is told first, of the start and of the end alike, and its `intercept` goes around
 * those of the others. From the outside to the inside these are: the `callbacks` of the call, of the application, and of
 * configs that are bound, each list in its order; the interceptors of the application; what was added to the runnable,
 * the last `withListeners` or `withInterceptors` and the topmost decorator first, and each list in its order.
 */
export interface Observer {
  /** Called for a run that starts, before its step is. */
  onStart?(run: Run, ctx: RunContext): unknown;
  /** Called for each chunk of a streamed run, before its reader gets it. */
  onChunk?(run: Run, chunk: unknown, ctx: RunContext): unknown;
  /** Called for a run that succeeded, before its caller gets the output. */
  onEnd?(run: Run, ctx: RunContext): unknown;
  /** Called for a run that failed or was aborted. */
  onError?(run: Run, ctx: RunContext): unknown;
  /** Called after `onEnd` or `onError`, whichever it was. */
  onFinally?(run: Run, ctx: RunContext): unknown;
  /** Called for what a step sends with `ctx.dispatch`; `run` is the step's. */
  onCustomEvent?(run: Run, event: DispatchedEvent, ctx: RunContext): unknown;

  /**
   * Called around the execution of a run. `next` executes it, once at most, and gives a promise of the output; what the
   * method answers is the output, and what it throws the failure, whether `next` was called or not.
   *
   * A span or an AsyncLocalStorage value that is set around the call of `next` is there inside the step.
   *
   * A streamed run is intercepted, too, unless the observer has an {@link Observer.interceptStream}: it starts when its
   * input is complete, and the promise is that of the sum of its chunks, which by then have gone to the reader.
   */
  intercept?(run: Run, next: () => Promise<unknown>): unknown;
  /** Called around a streamed run; `next` opens its chunks, and what the method answers is read in their place. */
  interceptStream?(run: Run, next: () => AsyncIterable<unknown>): AsyncIterable<unknown>;

  /** Lets what an `on…` method throws fail the run. */
  readonly raiseError?: boolean | undefined;
  /** Lets runs go on without waiting for its promises; `flush` waits for them. */
  readonly background?: boolean | undefined;
  /** Has models that are invoked stream all the same, so that their chunks can be observed. */
  readonly prefersStreaming?: boolean | undefined;
  /** Has the children of each run recorded, for `run.children`. */
  readonly recordsChildren?: boolean | undefined;
}

/** What a step sends to the observers of its run with `ctx.dispatch(name, data)`. */
export interface DispatchedEvent {
  readonly name: string;
  readonly data: unknown;
}

/** An {@link Observer} around the runs of one runnable; the name it goes by in `withInterceptors`. */
export type Interceptor = Observer;

/** Functions called in the life of each run of a runnable; the argument of `withListeners`. */
export type Listeners = Pick<Observer, 'onStart' | 'onEnd' | 'onError' | 'onFinally' | 'raiseError'>;

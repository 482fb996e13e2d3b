import type { RunContext } from './context.js';
import type { Run } from './run.js';

/**
 * Watches runs, and may intercept them. Every method is optional, and is awaited if it returns a promise.
 *
 * As a listener or an interceptor of a runnable, it observes each run of that runnable; in the `callbacks` of a config,
 * every run of the tree. An error thrown by an `on…` method is reported as a warning and changes nothing, unless
 * {@link Observer.raiseError} is set.
 *
 * Of several observers the outermost is notified first, of the start as of the end, and its `intercept` wraps those of
 * the others. From the outside to the inside they are: the `callbacks` of the call, of the application, and of bound
 * configs, each list in its order; the interceptors of the application; those added to the runnable, the last
 * `withListeners` or `withInterceptors` and the topmost decorator first, each list in its order.
 */
export interface Observer {
  /** Called when a run starts, before its step is executed. */
  onStart?(run: Run, ctx: RunContext): unknown;
  /** Called for each chunk of a streamed run, before the reader gets it. */
  onChunk?(run: Run, chunk: unknown, ctx: RunContext): unknown;
  /** Called when a run has succeeded, before the caller gets the output. */
  onEnd?(run: Run, ctx: RunContext): unknown;
  /** Called when a run has failed or was aborted. */
  onError?(run: Run, ctx: RunContext): unknown;
  /** Called after `onEnd` or `onError`, whichever it was. */
  onFinally?(run: Run, ctx: RunContext): unknown;
  /** Called for a custom event that a step sends with `ctx.dispatch`; `run` is the run of the step. */
  onCustomEvent?(run: Run, event: DispatchedEvent, ctx: RunContext): unknown;

  /**
   * Called around the execution of a run. `next` executes it, at most once, and returns a promise of the output. The
   * value that the method returns becomes the output, an error that it throws the failure, whether it calls `next` or
   * not.
   *
   * A span or an AsyncLocalStorage value that is active when `next` is called is active inside the step.
   *
   * A streamed run is intercepted, too, unless the observer has {@link Observer.interceptStream}: the run starts when
   * its input is complete, and `next` resolves with the sum of its chunks, which the reader has received by then.
   */
  intercept?(run: Run, next: () => Promise<unknown>): unknown;
  /** Called around a streamed run; `next` opens its stream, and the stream that the method returns is read instead. */
  interceptStream?(run: Run, next: () => AsyncIterable<unknown>): AsyncIterable<unknown>;

  /** Lets an error thrown by an `on…` method fail the run. */
  readonly raiseError?: boolean | undefined;
  /** Lets runs continue without awaiting its promises; `flush` waits for them. */
  readonly background?: boolean | undefined;
  /** Makes models stream even when they are invoked, so that their chunks can be observed. */
  readonly prefersStreaming?: boolean | undefined;
  /** Records the children of each run in `run.children`. */
  readonly recordsChildren?: boolean | undefined;
}

/** A custom event that a step sends to the observers of its run with `ctx.dispatch(name, data)`. */
export interface DispatchedEvent {
  readonly name: string;
  readonly data: unknown;
}

/** An {@link Observer} of the runs of one runnable, as `withInterceptors` takes it. */
export type Interceptor = Observer;

/** Functions called at the stages of each run of a runnable; the argument of `withListeners`. */
export type Listeners = Pick<Observer, 'onStart' | 'onEnd' | 'onError' | 'onFinally' | 'raiseError'>;

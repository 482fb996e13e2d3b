import { setMaxListeners } from 'node:events';
import { AbortError, TimeoutError } from '../errors/run-errors.js';
import type { CancelScope } from '../plan/node.js';
import { nextTurn } from '../stream/turn.js';
import { now } from './clock.js';
import { onSignal } from './on-signal.js';
import { Deadline } from './deadline.js';
import { RunResources } from './run-resources.js';

type AbortListener = (reason: unknown) => void;

/**
 * A part of a run that is aborted as a whole: a run tree, the branches of a parallel, the inside of a timeout.
 *
 * However deep the tree, the caller's signal has a single listener, and only while something in the tree waits for it.
 */
export class Scope implements CancelScope {
  #failure: { readonly reason: unknown } | undefined;
  #listener: AbortListener | undefined;
  // Most scopes have one listener at a time, for which a set would cost more than everything else here.
  #others: Set<AbortListener> | undefined;
  #controller: AbortController | undefined;
  #unlink: (() => void) | undefined;
  #end: Deadline | undefined;
  #left = false;

  #resources: RunResources | undefined;

  /** Whether the run was started by `invokeSync`, so that a promise is an error. */
  synchronous: boolean;

  /** Whether it is the root of a run tree although it has a parent, as the runs of a batch have. */
  independent = false;

  constructor(
    readonly parent?: Scope,
    readonly external?: AbortSignal,
    public deadline: number | undefined = parent?.deadline,
    /** Milliseconds that the run may take from its start; `Infinity` where another clock limits it. */
    readonly limitMs?: number,
  ) {
    this.synchronous = parent?.synchronous ?? false;
  }

  /** Whether anything but the run itself can abort the scope. */
  get abortable(): boolean {
    return this.external !== undefined || this.limitMs !== undefined || (this.parent?.abortable ?? false);
  }

  /** Whether the scope is the root of a run that nothing from outside can abort, so that nothing needs to be closed. */
  get alone(): boolean {
    return this.parent === undefined && this.external === undefined && this.limitMs === undefined;
  }

  /** The scope of the run tree as a whole. */
  get root(): Scope {
    return this.parent === undefined || this.independent ? this : this.parent.root;
  }

  /** What the run holds until it ends. */
  get resources(): RunResources {
    return (this.#resources ??= new RunResources());
  }

  /** Returns the output of the run, once what it held has been released. */
  ended<T>(output: T): T | Promise<T> {
    const resources = this.#resources;
    return resources === undefined ? output : resources.release().then(() => output);
  }

  /**
   * Throws the error of the run, once what it held has been released; an error of the release is ignored in favour of
   * it.
   */
  endedBy(error: unknown): Promise<never> {
    const resources = this.#resources;
    if (resources === undefined) throw error;
    const rethrow = (): never => {
      throw error;
    };
    return resources.release().then(rethrow, rethrow);
  }

  get failure(): { readonly reason: unknown } | undefined {
    if (this.#failure !== undefined) return this.#failure;
    if (this.external?.aborted === true) return (this.#failure = { reason: errorFrom(this.external.reason) });
    if (this.parent === undefined) return undefined;
    return (this.#failure = this.parent.failure);
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      // Every step of a long chain may add a listener, for which Node would warn of a leak.
      setMaxListeners(0, this.#controller.signal);
      if (this.failure === undefined) this.#link();
      else this.#controller.abort(this.failure.reason);
    }
    return this.#controller.signal;
  }

  throwIfAborted(): void {
    const failure = this.failure;
    if (failure !== undefined) throw failure.reason;
  }

  /** Starts the timeout of the run, if it has one; that of a stream starts with the first pull. */
  start(): void {
    if (this.limitMs === undefined || this.limitMs === Infinity) return;
    const end = now() + this.limitMs;
    this.deadline = Math.min(this.deadline ?? Infinity, end);
    this.#end = new Deadline(this, end);
  }

  /** Aborts the run, whose time is up. */
  expire(): void {
    this.abort(new TimeoutError(this.limitMs ?? 0));
  }

  /** Notes that the reader has closed the stream of the scope, which is no failure. */
  leave(): void {
    this.#left = true;
  }

  get left(): boolean {
    return this.#left || (this.parent?.left ?? false);
  }

  /** Aborts what is still busy in the scope whose stream was closed. */
  abandon(): void {
    if (this.#left) this.abort(leftEarly());
    else this.parent?.abandon();
  }

  abort(reason: unknown): void {
    if (this.failure !== undefined && !this.#isHeard && this.#controller === undefined) return;
    this.#failure ??= { reason: errorFrom(reason) };
    const [listener, others] = [this.#listener, this.#others];
    this.close();
    this.#controller?.abort(this.#failure.reason);
    listener?.(this.#failure.reason);
    if (others !== undefined) for (const other of others) other(this.#failure.reason);
  }

  onAbort(listener: AbortListener): () => void {
    const failure = this.failure;
    if (failure !== undefined) {
      listener(failure.reason);
      return () => undefined;
    }
    if (this.#listener === undefined) this.#listener = listener;
    else (this.#others ??= new Set()).add(listener);
    this.#link();
    return () => {
      this.#offAbort(listener);
    };
  }

  #offAbort(listener: AbortListener): void {
    if (this.#listener === listener) this.#listener = undefined;
    else this.#others?.delete(listener);
    if (!this.#isHeard && this.#controller === undefined) this.#detach();
  }

  get #isHeard(): boolean {
    return this.#listener !== undefined || (this.#others !== undefined && this.#others.size > 0);
  }

  /**
   * Waits for work of the scope, but no longer than until the scope is aborted: then the work has one turn of the event
   * loop to end by itself, after which the reason is thrown, whatever the work does.
   */
  outlasting<T>(work: T | PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = this.onAbort((reason) => {
        void nextTurn().then(() => reject(reason));
      });
      // Two callbacks, where a race would make four promises.
      Promise.resolve(work).then(
        (value) => {
          stop();
          const { failure } = this;
          if (failure === undefined) resolve(value);
          else reject(failure.reason);
        },
        (error: unknown) => {
          stop();
          reject(this.failure === undefined ? error : this.failure.reason);
        },
      );
    });
  }

  /** Removes the listener on the caller's signal and the timer; the work of the scope is done. */
  close(): void {
    this.#end?.clear();
    this.#end = undefined;
    this.#detach();
    this.#listener = undefined;
    this.#others = undefined;
  }

  #detach(): void {
    this.#unlink?.();
    this.#unlink = undefined;
  }

  /** Forwards aborts of the caller's signal and of the parent scope. */
  #link(): void {
    if (this.#unlink !== undefined) return;
    const { external, parent } = this;
    const offParent = parent?.onAbort((reason) => {
      this.abort(reason);
    });
    const offSignal =
      external === undefined
        ? undefined
        : onSignal(external, () => {
            this.abort(external.reason);
          });
    this.#unlink = () => {
      offParent?.();
      offSignal?.();
    };
  }
}

/**
 * The reason itself, with which runs reject as `fetch` does; one that is no Error becomes the cause of an AbortError.
 */
function errorFrom(reason: unknown): unknown {
  return reason instanceof Error ? reason : new AbortError(reason);
}

/** The reason for aborting work whose reader has left. */
export function leftEarly(): DOMException {
  return new DOMException('The stream was left early.', 'AbortError');
}

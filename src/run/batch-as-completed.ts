import type { BatchOptions, Kwargs } from '../plan/config.js';
import { Failure, type Node, type Outcome } from '../plan/node.js';
import { closeQuietly } from '../stream/close.js';
import { isAsyncIterable, isPromiseLike } from '../stream/guards.js';
import { Queue } from '../stream/queue.js';
import { settleWithinTurn } from '../stream/turn.js';
import { checkLimit } from './batch.js';
import { checkIterable } from './check-option.js';
import { openBatch, type BatchContexts, type Configs } from './batch-configs.js';
import { enter, leavingCall } from './enter.js';

type Source<I> = Iterator<I> | AsyncIterator<I>;

/**
 * Runs inputs as they arrive and yields the result of each as soon as it is known.
 *
 * Running inputs and unread results together never exceed the limit: a slow reader holds back the work, and the work
 * holds back the reading of inputs.
 */
export async function* batchAsCompleted<I, O>(
  node: Node<I, O>,
  inputs: Iterable<I> | AsyncIterable<I>,
  configs: Configs,
  options: BatchOptions = {},
  kwargs?: Kwargs,
): AsyncGenerator<[number, unknown], void> {
  const limit = checkLimit(node, options);
  const source = sourceOf(node, inputs);
  const opened = openBatch(node, Array.isArray(inputs) ? inputs.length : undefined, configs, kwargs);
  const work = new Window<I, O>(node, source, opened, limit ?? opened.maxConcurrency ?? Infinity);
  // Every input of a list has a result, also after an abort; a stream may never yield another input.
  if (!Array.isArray(inputs)) work.stopOnAbort();
  try {
    for (;;) {
      const settled = await work.take();
      if (settled === undefined) return;
      const [index, outcome] = settled;
      if (!(outcome instanceof Failure)) yield [index, outcome];
      else if (options.returnExceptions === true) yield [index, outcome.error];
      else throw outcome.error;
    }
  } finally {
    await work.close();
  }
}

function sourceOf<I>(node: Node, inputs: Iterable<I> | AsyncIterable<I>): Source<I> {
  checkIterable(node, 'batchAsCompleted', 'inputs', inputs);
  return isAsyncIterable(inputs) ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
}

/** The inputs in progress and the results not read yet. */
class Window<I, O> {
  readonly #ready = new Queue<[number, Outcome<O>]>();
  readonly #running = new Set<PromiseLike<void>>();
  /** Pending releases of what runs that have ended held. */
  #releasing: Promise<undefined>[] = [];
  #count = 0;
  /** Whether no more inputs are read: the source has ended or failed, or the batch was aborted. */
  #exhausted = false;
  #sourceEnded = false;
  /** Whether a pull of the source is pending. */
  #isPulling = false;
  #sourceFailure: Failure | undefined;
  #reading: PromiseLike<void> | undefined;
  #wake: (() => void) | undefined;
  #unlisten: (() => void) | undefined;

  constructor(
    readonly node: Node<I, O>,
    readonly source: Source<I>,
    readonly opened: BatchContexts,
    readonly limit: number,
  ) {}

  /** Stops reading inputs once the batch is aborted, even while one is awaited. */
  stopOnAbort(): void {
    const [scope] = this.opened.scopes;
    if (scope?.abortable !== true) return;
    this.#unlisten = scope.onAbort((reason) => {
      this.#reading = undefined;
      this.#stopReading(reason);
      this.#wake?.();
    });
  }

  /** Returns the next result, after starting as much work as the window has room for; undefined at the end. */
  async take(): Promise<[number, Outcome<O>] | undefined> {
    for (;;) {
      this.#fill();
      const settled = this.#ready.shift();
      if (settled !== undefined) {
        if (this.#releasing.length > 0) await Promise.all(this.#releasing.splice(0));
        return settled;
      }
      if (this.#running.size === 0 && this.#reading === undefined) {
        if (this.#sourceFailure !== undefined) throw this.#sourceFailure.error;
        if (this.#exhausted) return undefined;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Aborts what is still running, gives it one turn of the event loop to end, and closes the source. */
  async close(): Promise<void> {
    this.#unlisten?.();
    for (const scope of this.opened.scopes) {
      if (this.#running.size > 0) scope.abort(new DOMException('The batch was left early.', 'AbortError'));
      scope.close();
    }
    await settleWithinTurn([...this.#running]);
    await Promise.all(this.#releasing);
    if (this.#sourceEnded) return;
    const closing = closeQuietly([this.source as AsyncIterator<I>]);
    // A source with a pending pull may take long to close.
    await (this.#isPulling ? settleWithinTurn([closing]) : closing);
  }

  #fill(): void {
    while (
      !this.#exhausted &&
      this.#reading === undefined &&
      this.#running.size + this.#ready.length < this.limit
    ) {
      this.#read();
    }
  }

  #read(): void {
    try {
      const result = this.source.next();
      if (!isPromiseLike(result)) {
        this.#accept(result);
        return;
      }
      this.#isPulling = true;
      this.#reading = result.then(
        (read) => {
          this.#isPulling = false;
          this.#reading = undefined;
          this.#accept(read);
          this.#wake?.();
        },
        (error: unknown) => {
          this.#isPulling = false;
          this.#reading = undefined;
          this.#fail(error);
          this.#wake?.();
        },
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#sourceEnded = true;
    if (!this.#exhausted) this.#stopReading(error);
  }

  #stopReading(error: unknown): void {
    this.#exhausted = true;
    this.#sourceFailure = new Failure(error);
  }

  #accept(result: IteratorResult<I>): void {
    if (result.done === true) this.#exhausted = this.#sourceEnded = true;
    else if (!this.#exhausted) this.#start(this.#count++, result.value);
  }

  #start(index: number, input: I): void {
    const ctx = this.opened.at(index);
    const { scope } = ctx;
    const settle = (outcome: Outcome<O>): void => {
      if (outcome instanceof Failure) leavingCall(this.node, outcome.error, scope, this.opened.caller);
      scope.close();
      this.#ready.push([index, outcome]);
      const released = scope.ended(undefined);
      if (released !== undefined) this.#releasing.push(released);
    };
    try {
      const output = enter(this.node, input, ctx);
      if (!scope.abortable && !isPromiseLike(output)) {
        settle(output);
        return;
      }
      const running = (scope.abortable ? scope.outlasting(output) : (output as PromiseLike<O>)).then(
        settle,
        (error: unknown) => {
          settle(new Failure(error));
        },
      );
      const done = running.then(() => {
        this.#running.delete(done);
        this.#wake?.();
      });
      this.#running.add(done);
    } catch (error) {
      settle(new Failure(scope.failure === undefined ? error : scope.failure.reason));
    }
  }
}

import type { BatchOptions, Kwargs } from '../plan/config.js';
import { Failure, type Node, type Outcome } from '../plan/node.js';
import { closeQuietly } from '../stream/close.js';
import { isPromiseLike } from '../stream/guards.js';
import { Queue } from '../stream/queue.js';
import { settleWithinTurn } from '../stream/turn.js';
import { limitOf } from './batch.js';
import { openBatch, type BatchContexts, type Configs } from './batch-configs.js';
import { enter, leavingCall } from './enter.js';

type Source<I> = Iterator<I> | AsyncIterator<I>;

/**
 * Runs inputs as they come and gives what became of each as soon as it is known.
 *
 * What is being worked on and what waits to be read are together no more than the limit: a slow reader holds back the
 * work, and the work holds back the reading of inputs.
 */
export async function* batchAsCompleted<I, O>(
  node: Node<I, O>,
  inputs: Iterable<I> | AsyncIterable<I>,
  configs: Configs,
  options: BatchOptions = {},
  kwargs?: Kwargs,
): AsyncGenerator<[number, unknown], void> {
  const opened = openBatch(Array.isArray(inputs) ? inputs.length : undefined, configs, kwargs);
  const work = new Window<I, O>(node, sourceOf(inputs), opened, limitOf(node, options, opened));
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

function sourceOf<I>(inputs: Iterable<I> | AsyncIterable<I>): Source<I> {
  return Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
}

class Window<I, O> {
  readonly #ready = new Queue<[number, Outcome<O>]>();
  readonly #running = new Set<PromiseLike<void>>();
  #count = 0;
  #exhausted = false;
  #sourceFailure: Failure | undefined;
  #reading: PromiseLike<void> | undefined;
  #wake: (() => void) | undefined;

  constructor(
    readonly node: Node<I, O>,
    readonly source: Source<I>,
    readonly opened: BatchContexts,
    readonly limit: number,
  ) {}

  /** Gives the next outcome, after starting as much work as the window has room for; undefined at the end. */
  async take(): Promise<[number, Outcome<O>] | undefined> {
    for (;;) {
      this.#fill();
      const settled = this.#ready.shift();
      if (settled !== undefined) return settled;
      if (this.#running.size === 0 && this.#reading === undefined) {
        if (this.#sourceFailure !== undefined) throw this.#sourceFailure.error;
        if (this.#exhausted) return undefined;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Aborts what is still running, gives it a turn to end, and closes the inputs. */
  async close(): Promise<void> {
    for (const scope of this.opened.scopes) {
      if (this.#running.size > 0) scope.abort(new DOMException('The batch was left early.', 'AbortError'));
      scope.close();
    }
    await settleWithinTurn([...this.#running]);
    if (!this.#exhausted) await closeQuietly([this.source as AsyncIterator<I>]);
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
      this.#reading = result.then(
        (read) => {
          this.#reading = undefined;
          this.#accept(read);
          this.#wake?.();
        },
        (error: unknown) => {
          this.#reading = undefined;
          this.#breakOff(error);
          this.#wake?.();
        },
      );
    } catch (error) {
      this.#breakOff(error);
    }
  }

  #breakOff(error: unknown): void {
    this.#exhausted = true;
    this.#sourceFailure = new Failure(error);
  }

  #accept(result: IteratorResult<I>): void {
    if (result.done === true) this.#exhausted = true;
    else this.#start(this.#count++, result.value);
  }

  #start(index: number, input: I): void {
    const ctx = this.opened.at(index);
    const { scope } = ctx;
    const settle = (outcome: Outcome<O>): void => {
      if (outcome instanceof Failure) leavingCall(this.node, outcome.error, scope, this.opened.caller);
      scope.close();
      this.#ready.push([index, outcome]);
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
      settle(new Failure(error));
    }
  }
}

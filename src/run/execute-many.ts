import { Failure, type Settle } from '../plan/node.js';
import { isPromiseLike } from '../stream/guards.js';
import type { Context } from './context.js';

/** What runs each input: a node, or an object that enters one. */
export interface Executed<I, O> {
  begin(input: I, ctx: Context): unknown;
  complete(answer: unknown, input: I, ctx: Context): O | PromiseLike<O>;
}

/**
 * Runs a node on every input of a batch, up to a limit at once, and resolves when all are settled.
 *
 * It uses callbacks on the promises of functions instead of asynchronous workers, which would take four times as long.
 */
export function executeMany<I, O>(
  node: Executed<I, O>,
  inputs: readonly I[],
  contexts: readonly Context[],
  settle: Settle<O>,
  limit: number,
): Promise<void> {
  return new Promise((resolve) => {
    if (inputs.length === 0) resolve();
    else new Many(node, inputs, contexts, settle, limit, resolve).fill();
  });
}

class Many<I, O> {
  #next = 0;
  #running = 0;
  #filling = false;

  constructor(
    readonly node: Executed<I, O>,
    readonly inputs: readonly I[],
    readonly contexts: readonly Context[],
    readonly settle: Settle<O>,
    readonly limit: number,
    readonly finish: () => void,
  ) {}

  /**
   * Starts as many inputs as may run, in a loop: recursion over inputs that settle at once would overflow the stack.
   */
  fill(): void {
    if (this.#filling) return;
    this.#filling = true;
    while (this.#running < this.limit && this.#next < this.inputs.length) {
      this.#running += 1;
      this.#begin(this.#next++);
    }
    this.#filling = false;
  }

  #begin(index: number): void {
    const ctx = this.contexts[index] as Context;
    let answer: unknown;
    try {
      ctx.scope.throwIfAborted();
      answer = this.node.begin(this.inputs[index] as I, ctx);
    } catch (error) {
      this.#settle(index, new Failure(error));
      return;
    }
    if (!isPromiseLike(answer)) this.#complete(index, answer);
    else {
      Promise.resolve(answer).then(
        (value) => this.#complete(index, value),
        (error: unknown) => this.#settle(index, new Failure(error)),
      );
    }
  }

  #complete(index: number, answer: unknown): void {
    let output: O | PromiseLike<O>;
    try {
      output = this.node.complete(answer, this.inputs[index] as I, this.contexts[index] as Context);
    } catch (error) {
      this.#settle(index, new Failure(error));
      return;
    }
    if (!isPromiseLike(output)) this.#settle(index, output);
    else {
      Promise.resolve(output).then(
        (value) => this.#settle(index, value),
        (error: unknown) => this.#settle(index, new Failure(error)),
      );
    }
  }

  #settle(index: number, outcome: O | Failure): void {
    this.settle(index, outcome);
    this.#running -= 1;
    if (this.#running === 0 && this.#next === this.inputs.length) this.finish();
    else this.fill();
  }
}

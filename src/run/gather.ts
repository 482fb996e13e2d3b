import type { Node } from '../plan/node.js';
import { isPromiseLike } from '../stream/guards.js';
import { settleWithinTurn } from '../stream/turn.js';
import type { Context } from './context.js';
import { begin, complete, leaving } from './enter.js';

/** What {@link gather} runs. */
export interface Branches<I, O> {
  readonly nodes: readonly Node<I>[];
  /** The tag of a node's role, such as `map:key:answer`. */
  readonly tagOf: (index: number) => string;
  /** Makes one output of the outputs of the nodes, which are in order. */
  readonly collect: (outputs: readonly unknown[]) => O;
}

/**
 * Runs several nodes on one input, up to a limit at once, and combines their outputs: synchronously if all of them are
 * synchronous.
 *
 * The first failure in time aborts the scope, gives the other branches one turn of the event loop to end, and is
 * thrown.
 *
 * @param ctx - The context of the branches, with a scope of their own.
 */
export function gather<I, O>(
  branches: Branches<I, O>,
  input: I,
  ctx: Context,
  limit: number,
): O | Promise<O> {
  return new Gathering(branches, input, ctx, limit).run();
}

class Gathering<I, O> {
  /** The output of each branch, or the promise of it, as far as it is known. */
  readonly #outputs: unknown[];
  #next = 0;
  #running = 0;
  #filling = false;
  #failure: Promise<never> | undefined;
  #resolve: ((output: O) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor(
    readonly branches: Branches<I, O>,
    readonly input: I,
    readonly ctx: Context,
    readonly limit: number,
  ) {
    this.#outputs = new Array<unknown>(branches.nodes.length);
  }

  run(): O | Promise<O> {
    this.#fill();
    if (this.#failure !== undefined) return this.#failure;
    if (this.#running === 0) return this.#end();
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Starts as many branches as may run, in a loop: recursion over synchronous ones would overflow the stack. */
  #fill(): void {
    const { nodes } = this.branches;
    this.#filling = true;
    while (this.#running < this.limit && this.#next < nodes.length && this.#failure === undefined) {
      this.#running += 1;
      this.#begin(this.#next++);
    }
    this.#filling = false;
  }

  #begin(index: number): void {
    const node = this.branches.nodes[index] as Node<I>;
    try {
      const answer = begin(node, this.input, this.ctx, this.branches.tagOf, index);
      if (!isPromiseLike(answer)) this.#complete(index, answer);
      else {
        this.#outputs[index] = answer;
        Promise.resolve(answer).then(
          (value) => this.#complete(index, value),
          (error: unknown) => this.#fail(index, error),
        );
      }
    } catch (error) {
      this.#fail(index, error);
    }
  }

  #complete(index: number, answer: unknown): void {
    if (this.#failure !== undefined) return;
    try {
      const output = complete(this.branches.nodes[index] as Node<I>, answer, this.input, this.ctx);
      if (!isPromiseLike(output)) this.#settle(index, output);
      else {
        this.#outputs[index] = output;
        Promise.resolve(output).then(
          (value) => this.#settle(index, value),
          (error: unknown) => this.#fail(index, error),
        );
      }
    } catch (error) {
      this.#fail(index, error);
    }
  }

  #settle(index: number, output: unknown): void {
    this.#outputs[index] = output;
    this.#running -= 1;
    if (this.#next < this.branches.nodes.length) {
      if (!this.#filling) this.#fill();
    } else if (this.#running === 0) this.#resolve?.(this.#end());
  }

  #end(): O {
    this.ctx.scope.close();
    return this.branches.collect(this.#outputs);
  }

  #fail(index: number, error: unknown): void {
    if (this.#failure !== undefined) return;
    const { ctx } = this;
    leaving(this.branches.nodes[index] as Node<I>, error, ctx);
    this.#failure = abortRest(ctx, error, this.#outputs.filter(isPromiseLike));
    if (this.#reject !== undefined) this.#failure.catch(this.#reject);
  }
}

async function abortRest(
  ctx: Context,
  error: unknown,
  pending: readonly PromiseLike<unknown>[],
): Promise<never> {
  if (ctx.scope.failure === undefined) ctx.scope.abort(error);
  await settleWithinTurn(pending);
  throw error;
}

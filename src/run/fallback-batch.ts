import { setAside } from '../errors/path.js';
import { Failure, type Node, type Settle } from '../plan/node.js';
import type { Context } from './context.js';
import { enterBatch, leaving } from './enter.js';
import type { FallbackPolicy } from './fallback-policy.js';

/** An input of a batch that has not succeeded yet. */
interface Pending<I> {
  readonly index: number;
  readonly ctx: Context;
  /** As the caller gave it. */
  readonly input: I;
  /** As the next candidate gets it. */
  readonly given: I;
}

/** Runs a batch through the first of several candidates, and the inputs that fail, as a batch, through the next. */
export class FallbackBatch<I, O> {
  constructor(
    readonly candidates: readonly Node<I, O>[],
    readonly policy: FallbackPolicy,
    readonly settle: Settle<O>,
    readonly limit: number,
  ) {}

  async run(inputs: readonly I[], contexts: readonly Context[], name: string): Promise<void> {
    let pending: Pending<I>[] = [];
    inputs.forEach((input, index) => {
      const ctx = contexts[index] as Context;
      try {
        this.policy.check(input, name);
        pending.push({ index, ctx, input, given: input });
      } catch (error) {
        this.settle(index, new Failure(error));
      }
    });
    for (const [number, candidate] of this.candidates.entries()) {
      if (pending.length === 0) return;
      pending = await this.#try(candidate, pending, number === this.candidates.length - 1);
    }
  }

  /**
   * Settles the inputs that a candidate succeeds with or that fail for good, and returns the others, in order, for the
   * next.
   *
   * The errors of the last candidate are settled together, so that a batch that throws throws the one of the lowest
   * index.
   */
  async #try(candidate: Node<I, O>, pending: readonly Pending<I>[], isLast: boolean): Promise<Pending<I>[]> {
    const failures = new Map<Pending<I>, unknown>();
    await enterBatch(
      candidate,
      pending.map(({ given }) => given),
      pending.map(({ ctx }) => ctx),
      (at, outcome) => {
        const item = pending[at] as Pending<I>;
        if (!(outcome instanceof Failure)) this.settle(item.index, outcome);
        else this.#fail(item, leaving(candidate, outcome.error, item.ctx), failures);
      },
      this.limit,
    );
    const failed = pending.filter((item) => failures.has(item));
    if (!isLast) return failed.map((item) => this.#next(item, failures.get(item)));
    for (const item of failed) this.settle(item.index, new Failure(failures.get(item)));
    return [];
  }

  /** Settles an input at once if its error is not to be handled. */
  #fail(item: Pending<I>, error: unknown, failures: Map<Pending<I>, unknown>): void {
    try {
      if (this.policy.handles(error, item.ctx)) failures.set(item, error);
      else this.settle(item.index, new Failure(error));
    } catch (thrown) {
      this.settle(item.index, new Failure(thrown));
    }
  }

  #next(item: Pending<I>, error: unknown): Pending<I> {
    setAside(error);
    return { ...item, given: this.policy.withError(item.input, error) };
  }
}

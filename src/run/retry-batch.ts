import { Failure, type Node, type Settle } from '../plan/node.js';
import { attemptTag, Attempts } from './attempts.js';
import type { Context } from './context.js';
import { enterBatch, leaving } from './enter.js';
import { Pause } from './pause.js';
import type { RetryPolicy } from './retry-policy.js';

/** An input of a batch that has not succeeded yet. */
interface Pending<I> {
  readonly index: number;
  readonly input: I;
  readonly ctx: Context;
  readonly attempts: Attempts;
}

/** An input whose attempt has failed. */
interface Failed<I> extends Pending<I> {
  readonly error: unknown;
}

/** Runs a batch through a node, and the inputs that fail again, as a batch, as long as the policy allows. */
export class RetryBatch<I, O> {
  constructor(
    readonly bound: Node<I, O>,
    readonly policy: RetryPolicy,
    readonly settle: Settle<O>,
    readonly limit: number,
  ) {}

  async run(inputs: readonly I[], contexts: readonly Context[]): Promise<void> {
    let pending: readonly Pending<I>[] = inputs.map((input, index) => {
      const ctx = contexts[index] as Context;
      return { index, input, ctx, attempts: new Attempts(this.policy, ctx) };
    });
    for (let attempt = 1; pending.length > 0; attempt += 1) {
      pending = await this.#toRetry(await this.#attempt(pending, attempt), attempt);
    }
  }

  /** Runs the inputs through the node, settles those that succeed, and returns the others, in order. */
  async #attempt(pending: readonly Pending<I>[], attempt: number): Promise<Failed<I>[]> {
    const failures = new Map<Pending<I>, unknown>();
    await enterBatch(
      this.bound,
      pending.map(({ input }) => input),
      pending.map(({ attempts }) => attempts.context),
      (at, outcome) => {
        const item = pending[at] as Pending<I>;
        if (outcome instanceof Failure) failures.set(item, leaving(this.bound, outcome.error, item.ctx));
        else this.settle(item.index, outcome);
      },
      this.limit,
      attemptTag(attempt),
    );
    return pending
      .filter((item) => failures.has(item))
      .map((item) => ({ ...item, error: failures.get(item) }));
  }

  /**
   * Waits, and returns the inputs to retry; settles the others.
   *
   * They are retried together or not at all: the error of the first failed input, in order, decides for all.
   */
  async #toRetry(failed: readonly Failed<I>[], attempt: number): Promise<readonly Pending<I>[]> {
    const running = this.#settleAborted(failed);
    const [first] = running;
    if (first === undefined) return [];
    let again: readonly Failed<I>[];
    try {
      again = this.policy.retryable(first.error, attempt)
        ? running.filter(({ attempts }) => attempts.claim())
        : [];
    } catch (error) {
      for (const { index } of running) this.settle(index, new Failure(error));
      return [];
    }
    const delay = this.policy.delayAfter(
      attempt,
      again.map(({ error }) => error),
    );
    const reported = await this.#report(running, again, delay);
    if (reported.length === 0) return [];
    await new Pause(
      delay,
      reported.map(({ ctx }) => ctx.scope),
    ).over;
    const next = this.#settleAborted(reported);
    for (const { attempts, error } of next) attempts.advance(error);
    return next;
  }

  /** Reports each failure, settles those that are final, and returns the others. */
  async #report(
    running: readonly Failed<I>[],
    again: readonly Failed<I>[],
    delay: number,
  ): Promise<Failed<I>[]> {
    const chosen = new Set(again);
    const reported: Failed<I>[] = [];
    for (const item of running) {
      const { attempts, error, input, index } = item;
      const final = !chosen.has(item);
      try {
        await attempts.report(error, input, final ? undefined : delay);
        if (final) this.settle(index, new Failure(error));
        else reported.push(item);
      } catch (thrown) {
        this.settle(index, new Failure(thrown));
      }
    }
    return reported;
  }

  #settleAborted(failed: readonly Failed<I>[]): readonly Failed<I>[] {
    return failed.filter(({ ctx, index }) => {
      const { failure } = ctx.scope;
      if (failure !== undefined) this.settle(index, new Failure(failure.reason));
      return failure === undefined;
    });
  }
}

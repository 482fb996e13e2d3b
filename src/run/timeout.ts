import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { Node, Settle, Streaming } from '../plan/node.js';
import type { Runnable } from '../plan/runnable.js';
import type { StepLike } from '../plan/step-types.js';
import type { Structure } from '../plan/structure.js';
import type { TimeoutOptions } from '../plan/timeout-options.js';
import { asRunnable } from './as-runnable.js';
import { attach } from './attach.js';
import type { KeptRule } from './bound-types.js';
import { LONGEST_TIMER_MS } from './clock.js';
import { coerce } from './coerce.js';
import type { Context } from './context.js';
import { enter, enterBatch, enterStream } from './enter.js';
import { executeMany } from './execute-many.js';
import { enterInScope } from './in-scope.js';
import { numberOption, type NumberRule } from './number-option.js';
import { RunnableBase } from './runnable.js';
import { Scope } from './scope.js';
import { ScopedStream, type ScopedPart } from './scoped-stream.js';
import { enterBatchInTime } from './timed-batch.js';

const LIMIT: NumberRule = {
  expected: `a number of milliseconds above 0, up to ${String(LONGEST_TIMER_MS)}`,
  accepts: (value) => value > 0 && value <= LONGEST_TIMER_MS,
};

/**
 * Runs another runnable, and aborts it with a {@link TimeoutError} if it takes too long: the run fails at most one turn
 * of the event loop after the time is up, whatever the runnable does in the meantime.
 *
 * `total` limits a whole run, `firstChunk` and `idle` the waits of a stream. Steps inside see the limit in
 * `ctx.deadline` and `ctx.remaining()`, and the abort in `ctx.signal`. A synchronous step cannot be interrupted. In a
 * batch, each input has its own time, from when it starts.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 *
 * const page = RunnableLambda.from(async (url: string, { signal }) => (await fetch(url, { signal })).text());
 * const timely = page.withTimeout({ total: 5_000 }).withRetry({ stopAfterAttempt: 2 });
 * ```
 */
export class RunnableTimeout<I, O> extends RunnableBase<I, O> {
  readonly kind: string = 'timeout';
  readonly #bound: Node<I, O>;
  readonly #limits: TimeoutOptions;

  /**
   * @param bound - The runnable; anything that can be a step.
   * @param limits - In milliseconds; at least one of them.
   * @throws {@link InvalidOptionError} naming the limit that is invalid, or if there is none.
   */
  constructor(bound: StepLike<I>, limits: TimeoutOptions) {
    super();
    this.#bound = coerce(bound, 'RunnableTimeout, the runnable to limit') as Node<I, O>;
    this.#limits = limitsOf(limits, `${this.getName()}.withTimeout`);
  }

  /** The runnable that it limits. */
  get bound(): Runnable<I, O> {
    return this.#bound as unknown as Runnable<I, O>;
  }

  /** It has no run of its own: the run that it limits ends in time, or with the error. */
  override get transparent(): boolean {
    return true;
  }

  override get segment(): string | undefined {
    return this.#bound.segment;
  }

  override get streaming(): Streaming {
    return this.#bound.streaming;
  }

  override structure(): Structure<Node> {
    return {
      shape: 'wrap',
      parts: [{ node: this.#bound }],
      recipe: { type: 'RunnableTimeout', fields: { bound: this.#bound, ...this.#limits } },
    };
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const { total } = this.#limits;
    if (total === undefined) return enter(this.#bound, input, ctx);
    const scope = new Scope(ctx.scope, undefined, undefined, total);
    scope.start();
    return enterInScope(this.#bound, input, ctx.withScope(scope), ctx.scope);
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const begin = (): ScopedPart<O> => {
      const scope = new Scope(ctx.scope, undefined, undefined, this.#limits.total ?? Infinity);
      scope.start();
      return { scope, outer: ctx.scope, open: () => enterStream(this.#bound, chunks, ctx.withScope(scope)) };
    };
    const { firstChunk, idle } = this.#limits;
    return new ScopedStream(
      begin,
      firstChunk === undefined && idle === undefined ? undefined : { firstChunk, idle },
    );
  }

  /** Inputs that all start now may go together; if some have to wait, the time of each starts with it. */
  override executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void> {
    const { total } = this.#limits;
    if (total === undefined) return enterBatch(this.#bound, inputs, contexts, settle, limit);
    return this.#bound.batching && limit >= inputs.length
      ? enterBatchInTime(this.#bound, inputs, contexts, settle, total)
      : executeMany(this, inputs, contexts, settle, limit);
  }

  protected override defaultName(): string {
    return this.#bound.getName();
  }
}

function limitsOf(limits: TimeoutOptions, where: string): TimeoutOptions {
  if (typeof (limits as unknown) !== 'object' || (limits as unknown) === null) {
    throw new InvalidOptionError(where, 'the limits', 'an object', limits);
  }
  const { total, firstChunk, idle } = limits;
  if ([total, firstChunk, idle].every((limit) => limit === undefined)) {
    throw new InvalidOptionError(where, 'the limits', 'at least one of total, firstChunk and idle', limits);
  }
  return Object.freeze({
    total: numberOption(where, { total }, LIMIT),
    firstChunk: numberOption(where, { firstChunk }, LIMIT),
    idle: numberOption(where, { idle }, LIMIT),
  });
}

declare module '../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Makes a runnable that is aborted, and fails with a {@link TimeoutError}, when it takes too long; see
     * {@link TimeoutOptions}.
     *
     * @throws {@link InvalidOptionError} naming the limit that is invalid, or if there is none.
     */
    withTimeout<P>(this: P, limits: TimeoutOptions): Runnable<I, O> & KeptRule<P>;
  }
}

attach('withTimeout', function (limits: TimeoutOptions) {
  return this.wrapWork((inner) => new RunnableTimeout(asRunnable(inner), limits));
});

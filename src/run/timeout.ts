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
 * Runs another runnable and aborts it when it takes too long, which then fails with a {@link TimeoutError}: at the
 * latest one turn of the event loop after the time is up, whatever the runnable does meanwhile.
 *
 * `total` limits a whole run, `firstChunk` and `idle` the waits of a stream. What runs inside finds the end of its time
 * in `ctx.deadline` and `ctx.remaining()`, and its abortion in `ctx.signal`. A step that is synchronous cannot be
 * interrupted. Of a batch, each input has its own time, which runs from when it is worked on.
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
   * @param bound - What to run; anything that can stand as a step.
   * @param limits - In milliseconds; at least one of them.
   * @throws {@link InvalidOptionError} naming the limit that has a value it cannot have, or if there is none.
   */
  constructor(bound: StepLike<I>, limits: TimeoutOptions) {
    super();
    this.#bound = coerce(bound, 'RunnableTimeout, the runnable to limit') as Node<I, O>;
    this.#limits = limitsOf(limits, `${this.getName()}.withTimeout`);
  }

  /** What it runs. */
  get bound(): Runnable<I, O> {
    return this.#bound as unknown as Runnable<I, O>;
  }

  /** The run of what it limits ends in time, or with the error; it has none of its own. */
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

  /** Inputs that all begin now may go together; where some have to wait, each has its time from when it is worked on. */
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
     * @throws {@link InvalidOptionError} naming the limit that has a value it cannot have, or if there is none.
     */
    withTimeout<P>(this: P, limits: TimeoutOptions): Runnable<I, O> & KeptRule<P>;
  }
}

attach('withTimeout', function (limits: TimeoutOptions) {
  return this.wrapWork((inner) => new RunnableTimeout(asRunnable(inner), limits));
});

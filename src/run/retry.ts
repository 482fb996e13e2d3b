import type { Node, Settle, Streaming } from '../plan/node.js';
import type { RetryOptions } from '../plan/retry-options.js';
import type { Runnable } from '../plan/runnable.js';
import type { StepLike } from '../plan/step-types.js';
import type { Structure } from '../plan/structure.js';
import { deferred, EMPTY } from '../stream/deferred.js';
import { addChunks } from '../stream/fold.js';
import { isPromiseLike } from '../stream/guards.js';
import { Replay } from '../stream/replay.js';
import { resumed } from '../stream/resumed.js';
import { asRunnable } from './as-runnable.js';
import { attach } from './attach.js';
import type { KeptRule } from './bound-types.js';
import { Attempts } from './attempts.js';
import { coerce } from './coerce.js';
import type { Context } from './context.js';
import { enter, enterStream, leaving } from './enter.js';
import { RetryBatch } from './retry-batch.js';
import { RetryBudget } from './retry-budget.js';
import { RetryPolicy } from './retry-policy.js';
import { RunnableBase } from './runnable.js';
import { Stage, Stages } from './stages.js';

/**
 * Runs another runnable, and runs it again when it fails: by default at most three attempts in total, with
 * exponentially longer waits.
 *
 * After the last attempt, its error is thrown, untouched. A stream is retried until its first chunk; from then on its
 * error goes to the reader. In a batch, only the inputs that failed are retried. Aborting the run ends a wait at once.
 * A retry inside another makes only those retries that the earlier attempts of the outer one have left.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 *
 * const page = RunnableLambda.from(async (url: string) => (await fetch(url)).text()).withRetry({
 *   stopAfterAttempt: 5,
 *   retryOn: (error) => error instanceof TypeError,
 *   exponentialJitterParams: { initial: 200, max: 10_000 },
 * });
 * ```
 */
export class RunnableRetry<I, O> extends RunnableBase<I, O> {
  readonly kind: string = 'retry';
  readonly #bound: Node<I, O>;
  readonly #options: RetryOptions;
  readonly #policy: RetryPolicy;

  /**
   * @param bound - The runnable; anything that can be a step.
   * @param options - See {@link RetryOptions}; durations are milliseconds.
   * @throws {@link InvalidOptionError} naming the option that is invalid.
   */
  constructor(bound: StepLike<I>, options: RetryOptions = {}) {
    super();
    this.#bound = coerce(bound, 'RunnableRetry, the runnable to retry') as Node<I, O>;
    this.#policy = new RetryPolicy(options, `${this.getName()}.withRetry`);
    this.#options = Object.freeze({ ...options });
  }

  /** The runnable that it retries. */
  get bound(): Runnable<I, O> {
    return this.#bound as unknown as Runnable<I, O>;
  }

  /** The path of a run names the attempts, such as `retry#2`; the retry itself would only repeat the name. */
  override get segment(): undefined {
    return undefined;
  }

  override get streaming(): Streaming {
    return this.#bound.streaming;
  }

  override structure(): Structure<Node> {
    const { attempts, onFailedAttempt } = this.#policy;
    const most = attempts === Infinity ? 'without limit' : `at most ${String(attempts)} attempts`;
    const isData = onFailedAttempt === undefined && this.#options.retryOn === undefined;
    return {
      shape: 'wrap',
      parts: [{ node: this.#bound }],
      again: `retry, ${most}`,
      recipe: isData
        ? { type: 'RunnableRetry', fields: { bound: this.#bound, ...this.#options } }
        : undefined,
    };
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const budget = new RetryBudget(Infinity, ctx.budget);
    try {
      const output = enter(this.#bound, input, ctx.forAttempt(1, budget));
      if (!isPromiseLike(output) || ctx.scope.synchronous) return output;
      return output.then(undefined, (error: unknown) =>
        this.#again(error, input, new Attempts(this.#policy, ctx, budget)),
      );
    } catch (error) {
      const attempts = new Attempts(this.#policy, ctx, budget);
      return ctx.scope.synchronous
        ? this.#againSynchronously(error, input, attempts)
        : this.#again(error, input, attempts);
    }
  }

  async #again(failure: unknown, input: I, attempts: Attempts): Promise<O> {
    let error = failure;
    for (;;) {
      await attempts.fail(leaving(this.#bound, error, attempts.ctx), input);
      try {
        return await enter(this.#bound, input, attempts.context, attempts.tag);
      } catch (next) {
        error = next;
      }
    }
  }

  #againSynchronously(failure: unknown, input: I, attempts: Attempts): O | PromiseLike<O> {
    let error = failure;
    for (;;) {
      attempts.failSynchronously(leaving(this.#bound, error, attempts.ctx), input, this.getName());
      try {
        return enter(this.#bound, input, attempts.context, attempts.tag);
      } catch (next) {
        error = next;
      }
    }
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const input = new Stage(chunks, ctx.scope);
    const attempts = new Attempts(this.#policy, ctx);
    const output = deferred(
      () => this.#openStream(new Replay(input), attempts),
      () => {
        attempts.leave();
      },
    );
    // A failure before the first chunk ends an attempt, and has been recorded as such.
    return new Stages<O>([input, new Stage(output, ctx.scope)], (stage, error) => {
      if (stage > 0 && attempts.begun) attempts.note(leaving(this.#bound, error, ctx));
    });
  }

  /** Makes attempts until a stream yields its first chunk, or ends without one. */
  async #openStream(source: Replay<I>, attempts: Attempts): Promise<AsyncIterable<O>> {
    for (;;) {
      try {
        const stream = enterStream(this.#bound, source.read(), attempts.context, attempts.tag);
        const iterator = stream[Symbol.asyncIterator]();
        const first = await iterator.next();
        source.release();
        attempts.begun = true;
        return resumed(first, iterator);
      } catch (error) {
        // An error of the input is none of the attempt, as in an invoked run.
        if (source.failed) throw error;
        const failure = leaving(this.#bound, error, attempts.ctx);
        if (!(await attempts.fail(failure, addChunks(source.seen)))) return EMPTY;
      }
    }
  }

  override executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void> {
    return new RetryBatch(this.#bound, this.#policy, settle, limit).run(inputs, contexts);
  }

  protected override defaultName(): string {
    return this.#bound.getName();
  }
}

declare module '../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Makes a runnable that runs this one again when it fails; see {@link RetryOptions}.
     *
     * @throws {@link InvalidOptionError} naming the option that is invalid.
     */
    withRetry<P>(this: P, options?: RetryOptions): Runnable<I, O> & KeptRule<P>;
  }
}

attach('withRetry', function (options?: RetryOptions) {
  return this.wrapWork((inner) => new RunnableRetry(asRunnable(inner), options));
});

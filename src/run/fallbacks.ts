import { InvalidOptionError } from '../errors/declaration-errors.js';
import { EmptyStreamError } from '../errors/run-errors.js';
import type { FallbackOptions } from '../plan/fallback-options.js';
import type { Node, Settle, Streaming } from '../plan/node.js';
import type { Runnable } from '../plan/runnable.js';
import type { OutputFor, StepLike } from '../plan/step-types.js';
import type { Structure } from '../plan/structure.js';
import { fromIterable } from '../stream/from-iterable.js';
import { EMPTY } from '../stream/deferred.js';
import { isPromiseLike } from '../stream/guards.js';
import { once } from '../stream/once.js';
import { resumed } from '../stream/resumed.js';
import { attach } from './attach.js';
import { coerce } from './coerce.js';
import type { Context } from './context.js';
import { enter, enterStream, leaving } from './enter.js';
import { CandidateFailures } from './candidate-failures.js';
import { FallbackBatch } from './fallback-batch.js';
import { FallbackPolicy } from './fallback-policy.js';
import type { WithFallbacks } from './fallback-types.js';
import { lookUpMissing } from './missing-members.js';
import { RunnableBase } from './runnable.js';
import { isRunnable, SharedMembers } from './shared-members.js';
import { Stage, Stages } from './stages.js';
import { Step } from './step.js';
import { synchronously } from './synchronous.js';
import { fromWholeInput } from './whole-input.js';

/**
 * Runs a runnable and, if it fails, others in its place: each on the same input, one after another, until one succeeds.
 *
 * If all fail, the first error is thrown, untouched; in a batch, the last one, since only the inputs that failed go to
 * the next candidate. A stream switches to the next candidate only before its first chunk, or, if `buffered`, before
 * any chunk is passed on; a stream that ends without a chunk counts as failed.
 *
 * It has the further members of the first candidate. A method that returns a runnable, such as `bindTools` of a model,
 * is called on every candidate, and the runnables returned become the candidates of the result.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 *
 * const remote = RunnableLambda.from(async (text: string): Promise<string> => {
 *   throw new Error(`offline: ${text}`);
 * });
 * const local = RunnableLambda.from((text: string) => text.toUpperCase());
 * await remote.withFallbacks([local]).invoke('hello'); // => 'HELLO'
 * ```
 */
export class RunnableWithFallbacks<I, O> extends RunnableBase<I, O> {
  readonly kind: string = 'fallbacks';
  readonly #candidates: readonly Node<I, O>[];
  readonly #members: SharedMembers;
  readonly #options: FallbackOptions;
  readonly #policy: FallbackPolicy;

  static {
    lookUpMissing(this.prototype, (instance, name) =>
      #members in instance ? instance.#members.get(name) : undefined,
    );
  }

  /**
   * @param runnable - The first candidate; anything that can be a step.
   * @param fallbacks - The further candidates, in order.
   * @throws {@link InvalidStepError} naming the position of what cannot be a step.
   * @throws {@link InvalidOptionError} naming the option that is invalid.
   */
  constructor(runnable: StepLike<I>, fallbacks: readonly StepLike<I>[], options: FallbackOptions = {}) {
    super();
    const primary = coerce(runnable, 'RunnableWithFallbacks, the first candidate');
    const where = `${primary.getName()}.withFallbacks`;
    const others = listOf(fallbacks, where);
    this.#candidates = [
      primary,
      ...others.map((step, index) => coerce(step, `${where}, fallback ${String(index + 1)}`)),
    ] as readonly Node[] as readonly Node<I, O>[];
    this.#policy = new FallbackPolicy(options, where);
    this.#options = Object.freeze({ ...options });
    // The candidates as given: an instance of a class has members that its node does not have.
    const owners = [runnable, ...others].map((given, index) =>
      isRunnable(given) ? given : (this.#candidates[index] as Node<I, O>),
    );
    this.#members = new SharedMembers(
      owners,
      `${where}()`,
      (made, rest) =>
        new RunnableWithFallbacks(made as StepLike<unknown>, rest as StepLike<unknown>[], options),
    );
  }

  /** The first candidate. */
  get runnable(): Runnable<I, O> {
    return this.runnables[0] as Runnable<I, O>;
  }

  /** The further candidates, in order. */
  get fallbacks(): readonly Runnable<I, O>[] {
    return this.runnables.slice(1);
  }

  /** All candidates, in order. */
  get runnables(): readonly Runnable<I, O>[] {
    return this.#candidates as readonly unknown[] as readonly Runnable<I, O>[];
  }

  /** A candidate gets the whole input, which the next may need again. */
  override get streaming(): Streaming {
    return 'whole';
  }

  override structure(): Structure<Node> {
    const [runnable, ...fallbacks] = this.#candidates;
    const { exceptionsToHandle, ...options } = this.#options;
    return {
      shape: 'cascade',
      parts: this.#candidates.map((node, index) => ({
        node,
        label: index === 0 ? undefined : `fallback ${String(index)}`,
      })),
      recipe:
        exceptionsToHandle === undefined
          ? { type: 'RunnableWithFallbacks', fields: { runnable, fallbacks, ...options } }
          : undefined,
    };
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    this.#policy.check(input, this.getName());
    return this.#try(0, input, ctx, undefined);
  }

  #try(index: number, input: I, ctx: Context, failures: CandidateFailures | undefined): O | PromiseLike<O> {
    const candidate = this.#candidates[index] as Node<I, O>;
    try {
      const output = enter(candidate, this.#inputAfter(failures, input), ctx);
      if (!isPromiseLike(output)) return output;
      if (ctx.scope.synchronous) return synchronously(candidate, output);
      return output.then(undefined, (error: unknown) => this.#fallBack(index, error, input, ctx, failures));
    } catch (error) {
      return this.#fallBack(index, error, input, ctx, failures);
    }
  }

  #fallBack(
    index: number,
    error: unknown,
    input: I,
    ctx: Context,
    failures: CandidateFailures | undefined,
  ): O | PromiseLike<O> {
    return this.#try(index + 1, input, ctx, this.#handle(index, error, ctx, failures));
  }

  #inputAfter(failures: CandidateFailures | undefined, input: I): I {
    return failures === undefined ? input : this.#policy.withError(input, failures.latest);
  }

  /** @throws the error if it is not to be handled; the first error if there is no further candidate. */
  #handle(
    index: number,
    error: unknown,
    ctx: Context,
    failures: CandidateFailures | undefined,
  ): CandidateFailures {
    ctx.scope.throwIfAborted();
    leaving(this.#candidates[index] as Node, error, ctx);
    if (!this.#policy.handles(error, ctx)) throw error;
    return this.#collect(index, error, failures);
  }

  /** @throws the first error if there is no further candidate. */
  #collect(index: number, error: unknown, failures: CandidateFailures | undefined): CandidateFailures {
    const all = failures?.and(error) ?? new CandidateFailures(error);
    if (index === this.#candidates.length - 1) throw all.first();
    return all;
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    let left = false;
    return fromWholeInput(
      chunks,
      ctx,
      (input) => {
        this.#policy.check(input, this.getName());
        return this.#openStream(input, ctx, () => left);
      },
      () => (left = true),
    );
  }

  /** Tries the candidates until one has yielded a chunk, or, if buffered, all of its chunks. */
  async #openStream(input: I, ctx: Context, isLeft: () => boolean): Promise<AsyncIterable<O>> {
    let failures: CandidateFailures | undefined;
    for (let index = 0; !isLeft(); index += 1) {
      const candidate = this.#candidates[index] as Node<I, O>;
      try {
        const stream = enterStream(candidate, once(this.#inputAfter(failures, input)), ctx);
        const begun = await (this.#policy.buffered ? readAll(stream, ctx) : begin(stream));
        if (begun !== undefined) {
          return new Stages<O>([new Stage(begun, ctx.scope)], (_, error) => leaving(candidate, error, ctx));
        }
      } catch (error) {
        failures = this.#handle(index, error, ctx, failures);
        continue;
      }
      const error = new EmptyStreamError(candidate.getName());
      if (!this.#policy.handles(error, ctx)) return EMPTY;
      failures = this.#collect(index, leaving(candidate, error, ctx), failures);
    }
    return EMPTY;
  }

  override executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void> {
    const batch = new FallbackBatch(this.#candidates, this.#policy, settle, limit);
    return batch.run(inputs, contexts, this.getName());
  }

  protected override defaultName(): string {
    return 'RunnableWithFallbacks';
  }
}

function listOf(fallbacks: unknown, where: string): readonly unknown[] {
  if (Array.isArray(fallbacks)) return fallbacks as unknown[];
  throw new InvalidOptionError(where, 'fallbacks', 'a list of steps', fallbacks);
}

/** Pulls the first chunk of a stream; undefined if it ends without any. */
async function begin<O>(stream: AsyncIterable<O>): Promise<AsyncIterable<O> | undefined> {
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  return first.done === true ? undefined : resumed(first, iterator);
}

/** Reads a stream to its end; undefined if it has no chunk. */
async function readAll<O>(stream: AsyncIterable<O>, ctx: Context): Promise<AsyncIterable<O> | undefined> {
  const chunks: O[] = [];
  for await (const chunk of stream) {
    ctx.scope.throwIfAborted();
    chunks.push(chunk);
  }
  return chunks.length === 0 ? undefined : fromIterable(chunks);
}

declare module '../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Makes a runnable that runs others, in order, if this one fails; see {@link RunnableWithFallbacks}.
     *
     * @throws {@link InvalidStepError} naming the fallback that cannot be a step.
     * @throws {@link InvalidOptionError} naming the option that is invalid.
     */
    withFallbacks<P, const F extends readonly StepLike<I>[]>(
      this: P,
      fallbacks: F,
      options?: FallbackOptions,
    ): WithFallbacks<P, F[number], I, O | OutputFor<F[number], I>>;
    /** The same, with the fallbacks among the options. */
    withFallbacks<P, const F extends readonly StepLike<I>[]>(
      this: P,
      fields: FallbackOptions & { readonly fallbacks: F },
    ): WithFallbacks<P, F[number], I, O | OutputFor<F[number], I>>;
  }
}

interface Fields extends FallbackOptions {
  readonly fallbacks: readonly StepLike<unknown>[];
}

function withFallbacks(
  this: RunnableBase | Step<unknown, unknown>,
  fallbacks: readonly StepLike<unknown>[] | Fields,
  options?: FallbackOptions,
): RunnableWithFallbacks<unknown, unknown> {
  if (Array.isArray(fallbacks)) return new RunnableWithFallbacks(this, fallbacks, options);
  const { fallbacks: list, ...rest } = { ...(fallbacks as Fields) };
  return new RunnableWithFallbacks(this, list, rest);
}

attach('withFallbacks', withFallbacks);
// Called on the instance itself, not on its node: the whole is to have the members of its class, too.
Object.defineProperty(Step.prototype, 'withFallbacks', {
  value: withFallbacks,
  configurable: true,
  writable: true,
});

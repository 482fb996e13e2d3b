import { report } from '../errors/report.js';
import type { BatchOptions, Kwargs, RunnableConfig } from '../plan/config.js';
import { Failure, type Node, type Settle, type Streaming, type Wrap } from '../plan/node.js';
import type { NameOptions, Runnable, RunnableStream } from '../plan/runnable.js';
import { LEAF, type Structure } from '../plan/structure.js';
import { fromIterable } from '../stream/from-iterable.js';
import { isAsyncIterable, isPromiseLike } from '../stream/guards.js';
import { normalize } from '../stream/normalize.js';
import { once } from '../stream/once.js';
import { callWithin } from './ambient.js';
import { batchAsCompleted } from './batch-as-completed.js';
import type { Configs } from './batch-configs.js';
import { completeBatch, settleBatch } from './batch.js';
import { checkIterable } from './check-option.js';
import { runnableBrand } from '../plan/brand.js';
import type { Context } from './context.js';
import { enter, leavingCall } from './enter.js';
import { executeMany } from './execute-many.js';
import { openContext, type ConfigLike } from './open.js';
import { RunStream } from './run-stream.js';
import { synchronously } from './synchronous.js';
import { fromWholeInput } from './whole-input.js';

/** The public methods, including those that are attached by combinators. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface merges with the class, a type does not
export interface RunnableBase<I, O> extends Runnable<I, O> {}

/**
 * Base of every runnable: a node with three verbs, and the public methods, written once in terms of them.
 *
 * It does not depend on combinators; each attaches its fluent method itself.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- what is attached from outside is checked there
export abstract class RunnableBase<I = unknown, O = unknown> implements Node<I, O> {
  abstract readonly kind: string;
  readonly name: string | undefined;

  constructor(name?: string) {
    this.name = name;
  }

  get [runnableBrand](): Node<I, O> {
    return this;
  }

  get transparent(): boolean {
    return false;
  }

  /** By default, a node that overrides `executeStream` streams chunk by chunk. */
  get streaming(): Streaming {
    return this.executeStream === executeStream ? 'once' : 'chunks';
  }

  get batching(): boolean {
    return this.executeBatch !== executeBatch;
  }

  get segment(): string | undefined {
    return this.getName();
  }

  getName(suffix?: string, { name = this.name ?? this.defaultName() }: NameOptions = {}): string {
    if (suffix === undefined || suffix === '') return name;
    return /^\p{Lu}/u.test(name)
      ? name + suffix.charAt(0).toUpperCase() + suffix.slice(1)
      : `${name}_${suffix.toLowerCase()}`;
  }

  /** A description for people. */
  toString(): string {
    return this.getName();
  }

  /** The name of a runnable without an explicit one. */
  protected defaultName(): string {
    return this.constructor.name;
  }

  /** What it consists of, for graphs, schemas and the serialised form. */
  structure(_config?: RunnableConfig): Structure<Node> {
    return LEAF;
  }

  /** The properties that `configurableFields` can make configurable, with their values. */
  fieldValues(): Readonly<Record<string, unknown>> {
    const {
      kind: _kind,
      runType: _runType,
      name: _name,
      ...values
    } = this as object as Readonly<Record<string, unknown>>;
    return values;
  }

  /**
   * Makes a copy in which some properties have other values, for `configurableFields`.
   *
   * Copies own properties onto a new object of the class; a class that keeps state in private fields overrides it.
   */
  withFields(values: Readonly<Record<string, unknown>>): Node {
    const copy = Object.create(Object.getPrototypeOf(this) as object) as RunnableBase;
    return Object.assign(copy, this, values);
  }

  get boundConcurrency(): number | undefined {
    return undefined;
  }

  get elementwise(): boolean {
    return false;
  }

  /** Applies a wrapper that belongs next to the work, such as a retry, inside the layers of a binding. */
  wrapWork(wrap: Wrap): Node {
    return wrap(this);
  }

  /** Applies a wrapper that belongs around each call, such as a config. */
  wrapCall(wrap: Wrap): Node {
    return wrap(this);
  }

  /** Turns one input into one output, synchronously if nothing in it is asynchronous; `invoke` calls it. */
  abstract execute(input: I, ctx: Context): O | PromiseLike<O>;

  /**
   * Starts `execute` for callers that complete the result themselves: a sequence awaits the very promise of a function,
   * and so takes one promise per step, where `execute` would take three.
   *
   * The caller passes the awaited result to {@link RunnableBase.complete} if it is an object; otherwise it is the
   * output.
   */
  begin(input: I, ctx: Context): unknown {
    return this.execute(input, ctx);
  }

  /** Turns the awaited result of `begin` into the output. */
  complete(answer: unknown, _input: I, _ctx: Context): O | PromiseLike<O> {
    return answer as O;
  }

  /** Yields one chunk, the output for the sum of the input's chunks; nothing for an empty input. */
  executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    return fromWholeInput(chunks, ctx, async (input) => once(await this.execute(input, ctx)));
  }

  /** Runs many inputs and settles each by its index; `batch` calls it. */
  executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void> {
    return executeMany(this, inputs, contexts, settle, limit);
  }

  invoke(input: I, config?: ConfigLike, kwargs?: Kwargs): Promise<O> {
    try {
      const ctx = openContext(config, kwargs, this);
      if (!ctx.scope.alone) return this.#invokeAmong(input, ctx);
      return ctx.ambient ? this.#invokeWithin(input, ctx) : this.invokeAlone(input, ctx);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Invokes it where only the run itself can abort the run, so that there is nothing to wait for but the output, and no
   * listener to remove. May throw.
   */
  protected invokeAlone(input: I, ctx: Context): Promise<O> {
    try {
      const output = enter<I, O>(this, input, ctx);
      if (!isPromiseLike(output)) return Promise.resolve(ctx.scope.ended(output));
      // Half the cost of an asynchronous method that awaits.
      return Promise.resolve(output).then(
        (value) => ctx.scope.ended(value),
        (error: unknown) => ctx.scope.endedBy(this.failed(error, ctx)),
      );
    } catch (error) {
      return ctx.scope.endedBy(this.failed(error, ctx));
    }
  }

  /** Enters the context once around the whole run, rather than around each step: half the time of ten steps. */
  #invokeWithin(input: I, ctx: Context): Promise<O> {
    return callWithin(ctx, () => this.invokeAlone(input, ctx));
  }

  async #invokeAmong(input: I, ctx: Context): Promise<O> {
    const { scope } = ctx;
    try {
      const output = ctx.ambient
        ? callWithin(ctx, () => enter<I, O>(this, input, ctx))
        : enter<I, O>(this, input, ctx);
      const value = scope.abortable ? await scope.outlasting(output) : await output;
      return await scope.ended(value);
    } catch (error) {
      return await scope.endedBy(this.failed(error, ctx));
    } finally {
      scope.close();
    }
  }

  /**
   * Aborts what remains of a failed run, and returns what to throw to the caller: the error, or the abort reason if the
   * run was aborted, whatever a step threw because of that.
   */
  protected failed(error: unknown, { scope }: Context): unknown {
    const { failure } = scope;
    if (failure !== undefined) return failure.reason;
    leavingCall(this, error, scope);
    scope.abort(error);
    return error;
  }

  invokeSync(input: I, config?: ConfigLike, kwargs?: Kwargs): O {
    const ctx = openContext(config, kwargs, this);
    ctx.scope.synchronous = true;
    try {
      const output = synchronously(this, enter<I, O>(this, input, ctx));
      ctx.scope.throwIfAborted();
      return output;
    } catch (error) {
      throw this.failed(error, ctx);
    } finally {
      ctx.scope.close();
      // A synchronous call cannot wait for the release of what the run held.
      ctx.scope
        .ended(undefined)
        ?.catch((error: unknown) => report(`Releasing what ${this.getName()} held failed`, error));
    }
  }

  stream(input: I, config?: ConfigLike, kwargs?: Kwargs): RunnableStream<O> {
    return new RunStream<I, O>(this, once(input), openContext(config, kwargs, this, false));
  }

  transform(chunks: AsyncIterable<I> | Iterable<I>, config?: ConfigLike, kwargs?: Kwargs): RunnableStream<O> {
    checkIterable(this, 'transform', 'chunks', chunks);
    const source = isAsyncIterable(chunks) ? normalize(chunks) : fromIterable(chunks);
    return new RunStream<I, O>(this, source, openContext(config, kwargs, this, false), source);
  }

  batch(
    inputs: readonly I[],
    config: Configs,
    options: BatchOptions & { readonly returnExceptions: true },
    kwargs?: Kwargs,
  ): Promise<(O | Error)[]>;
  batch(
    inputs: readonly I[],
    config?: Configs,
    options?: BatchOptions & { readonly returnExceptions?: false },
    kwargs?: Kwargs,
  ): Promise<O[]>;
  batch(inputs: readonly I[], config?: Configs, options?: BatchOptions, kwargs?: Kwargs): Promise<unknown[]> {
    return completeBatch(this, inputs, config, options, kwargs);
  }

  async batchSettled(
    inputs: readonly I[],
    config?: Configs,
    options?: Omit<BatchOptions, 'returnExceptions'>,
    kwargs?: Kwargs,
  ): Promise<PromiseSettledResult<O>[]> {
    const outcomes = await settleBatch<I, O>(this, inputs, config, options, kwargs);
    return outcomes.map((outcome) =>
      outcome instanceof Failure
        ? { status: 'rejected', reason: outcome.error }
        : { status: 'fulfilled', value: outcome },
    );
  }

  batchAsCompleted(
    inputs: Iterable<I> | AsyncIterable<I>,
    config: Configs,
    options: BatchOptions & { readonly returnExceptions: true },
    kwargs?: Kwargs,
  ): AsyncGenerator<[index: number, output: O | Error], void>;
  batchAsCompleted(
    inputs: Iterable<I> | AsyncIterable<I>,
    config?: Configs,
    options?: BatchOptions & { readonly returnExceptions?: false },
    kwargs?: Kwargs,
  ): AsyncGenerator<[index: number, output: O], void>;
  batchAsCompleted(
    inputs: Iterable<I> | AsyncIterable<I>,
    config?: Configs,
    options?: BatchOptions,
    kwargs?: Kwargs,
  ): AsyncGenerator<[index: number, output: unknown], void> {
    return batchAsCompleted(this, inputs, config, options, kwargs);
  }
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- compared, never called
const { executeStream, executeBatch } = RunnableBase.prototype;

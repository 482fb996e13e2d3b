import { InvalidOptionError } from '../errors/declaration-errors.js';
import { describeSource } from '../errors/describe.js';
import { NotAddableError } from '../errors/run-errors.js';
import type { RunContext } from '../plan/context.js';
import type { Node } from '../plan/node.js';
import { LEAF, type NodeTypes, type Structure } from '../plan/structure.js';
import type { TypeToken } from '../plan/type-token.js';
import { fromIterable } from '../stream/from-iterable.js';
import { isAsyncIterable, isIterable } from '../stream/guards.js';
import { once } from '../stream/once.js';
import { Sum } from '../stream/sum.js';
import { deferred } from '../stream/deferred.js';
import type { Stop } from '../stream/fold.js';
import { call, within, type UserFunction } from './call.js';
import type { Context } from './context.js';
import { RunnableBase } from './runnable.js';
import { Stage } from './stages.js';
import { refuseAsynchronous } from './synchronous.js';

/** Turns chunks of the input into chunks of the output. */
export type TransformFunction<in I, out O> = (
  chunks: AsyncIterable<I>,
  ctx: RunContext,
) => AsyncIterable<O> | Iterable<O>;

/** A `function*` that turns the list of all chunks of the input into chunks of the output. */
export type ListTransformFunction<in I, out O> = (
  chunks: readonly I[],
  ctx: RunContext,
) => Generator<O, unknown>;

/** Options of a generator. */
export interface GeneratorOptions {
  /** Name of its runs; the function's own by default. */
  readonly name?: string | undefined;
  /**
   * Whether `invoke` returns the sum of the chunks or a list of them.
   *
   * @defaultValue 'sum'
   */
  readonly collect?: 'sum' | 'list';
  /** The type of its input, for schemas. */
  readonly inputSchema?: TypeToken | undefined;
  /** The type of its output, for schemas. */
  readonly outputSchema?: TypeToken | undefined;
}

/**
 * Runs a generator function as a step that works chunk by chunk: it may yield its first chunk before it has read all of
 * its input.
 *
 * `invoke` adds up what it yields, undefined if it yields nothing, and fails with a {@link NotAddableError} if chunks
 * cannot be added. A synchronous generator function (`function*`) cannot wait for chunks: it gets them as a complete
 * list, and may be a step of `invokeSync`.
 *
 * @example
 * ```ts
 * import { RunnableGenerator } from 'runwright';
 *
 * const shout = RunnableGenerator.from(async function* (words: AsyncIterable<string>) {
 *   for await (const word of words) yield word.toUpperCase();
 * });
 * await shout.invoke('hey'); // => 'HEY'
 * ```
 */
export class RunnableGenerator<I, O> extends RunnableBase<I, O> {
  readonly kind: string = 'generator';
  readonly #transform: TransformFunction<I, unknown> | ListTransformFunction<I, unknown>;
  readonly #collect: 'sum' | 'list';
  readonly #isSynchronous: boolean;
  readonly #types: NodeTypes;

  /**
   * @throws {@link InvalidOptionError} if `transform` is no function.
   */
  constructor(
    transform: TransformFunction<I, unknown> | ListTransformFunction<I, unknown>,
    options: GeneratorOptions = {},
  ) {
    if (typeof (transform as unknown) !== 'function') {
      throw new InvalidOptionError('RunnableGenerator', 'transform', 'a generator function', transform);
    }
    super(options.name ?? (transform.name === '' ? undefined : transform.name));
    this.#transform = transform;
    this.#collect = options.collect ?? 'sum';
    this.#isSynchronous = Object.prototype.toString.call(transform) === '[object GeneratorFunction]';
    this.#types = { input: options.inputSchema, output: options.outputSchema };
  }

  /** Makes a step of a generator function, from which its types are inferred. */
  static from<I, O>(
    transform: TransformFunction<I, O>,
    options: GeneratorOptions & { readonly collect: 'list' },
  ): RunnableGenerator<I, O[]>;
  static from<I, O>(transform: TransformFunction<I, O>, options?: GeneratorOptions): RunnableGenerator<I, O>;
  /* eslint-disable @typescript-eslint/unified-signatures -- with a union, parameters would not be inferred */
  static from<I, O>(
    transform: ListTransformFunction<I, O>,
    options: GeneratorOptions & { readonly collect: 'list' },
  ): RunnableGenerator<I, O[]>;
  static from<I, O>(
    transform: ListTransformFunction<I, O>,
    options?: GeneratorOptions,
  ): RunnableGenerator<I, O>;
  /* eslint-enable @typescript-eslint/unified-signatures */
  static from<I>(
    transform: TransformFunction<I, unknown> | ListTransformFunction<I, unknown>,
    options?: GeneratorOptions,
  ): RunnableGenerator<I, unknown> {
    return new RunnableGenerator(transform, options);
  }

  override structure(): Structure<Node> {
    return { ...LEAF, types: this.#types };
  }

  execute(input: I, ctx: Context): O | Promise<O> {
    if (this.#isSynchronous)
      return call((all: readonly I[]) => this.#collectNow(all, ctx), [input], ctx) as O;
    if (ctx.scope.synchronous) refuseAsynchronous(this, 'works on streams');
    return this.#collectLater(input, ctx);
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const started = this.#isSynchronous
      ? deferred(async () => Stage.of(this.#start(await listOf(chunks, ctx.scope), ctx), ctx.scope))
      : this.#start(chunks, ctx);
    return (this.#collect === 'list' ? listed(started) : started) as AsyncIterable<O>;
  }

  #collectNow(chunks: readonly I[], ctx: Context): unknown {
    const collected = new Collected(this, this.#collect);
    for (const chunk of this.#transform(chunks as never, ctx) as Iterable<unknown>) collected.add(chunk);
    return collected.value;
  }

  async #collectLater(input: I, ctx: Context): Promise<O> {
    const collected = new Collected(this, this.#collect);
    for await (const chunk of this.#start(once(input), ctx)) {
      ctx.scope.throwIfAborted();
      collected.add(chunk);
    }
    return collected.value as O;
  }

  #start(chunks: AsyncIterable<I> | readonly I[], ctx: Context): AsyncIterable<unknown> {
    ctx.scope.throwIfAborted();
    const answer = call(this.#transform as UserFunction<typeof chunks>, chunks, ctx);
    if (isAsyncIterable(answer)) return within(ctx, answer);
    if (isIterable(answer)) return within(ctx, fromIterable(answer));
    throw new InvalidOptionError(this.getName(), 'transform', 'a generator function', this.#transform);
  }

  override toString(): string {
    return `RunnableGenerator(${describeSource(this.name, this.#transform)})`;
  }

  protected override defaultName(): string {
    return 'RunnableGenerator';
  }
}

/** Collects what a generator yields into the output of `invoke`. */
class Collected {
  readonly #list: unknown[] | undefined;
  readonly #sum = new Sum();

  constructor(
    readonly node: Node,
    collect: 'sum' | 'list',
  ) {
    this.#list = collect === 'list' ? [] : undefined;
  }

  add(chunk: unknown): void {
    if (this.#list !== undefined) this.#list.push(chunk);
    else if (!this.#sum.add(chunk)) throw new NotAddableError(this.node.getName(), this.#sum.value, chunk);
  }

  get value(): unknown {
    return this.#list ?? this.#sum.value;
  }
}

async function listOf<T>(chunks: AsyncIterable<T>, stop: Stop): Promise<T[]> {
  const list: T[] = [];
  for await (const chunk of chunks) {
    stop.throwIfAborted();
    list.push(chunk);
  }
  return list;
}

/** Wraps each chunk in a list, so that the chunks add up to the list of all. */
async function* listed(chunks: AsyncIterable<unknown>): AsyncGenerator<unknown[], void> {
  for await (const chunk of chunks) yield [chunk];
}

import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { RunContext } from '../plan/context.js';
import { LEAF, type Structure } from '../plan/structure.js';
import type { InputOf, OutputOf, StepObject } from '../plan/step-types.js';
import { isPromiseLike } from '../stream/guards.js';
import { Sum } from '../stream/sum.js';
import { RunnableAssign } from './assign.js';
import { call } from './call.js';
import type { Context } from './context.js';
import { synchronously } from './synchronous.js';
import { Through } from './through.js';

/** Options of a passthrough. */
export interface PassthroughOptions<in I> {
  /**
   * Called with each input, and awaited; its result is ignored. Streamed, it is called once, with the sum of the
   * chunks, after the last of them has passed.
   */
  readonly func?: ((input: I, ctx: RunContext) => unknown) | undefined;
  /** Name of its runs; `RunnablePassthrough` by default. */
  readonly name?: string | undefined;
}

/**
 * Returns its input unchanged; streamed, chunk by chunk.
 *
 * @example
 * ```ts
 * import { RunnableParallel, RunnablePassthrough } from 'runwright';
 *
 * const both = RunnableParallel.from({ text: new RunnablePassthrough<string>(), length: (s: string) => s.length });
 * await both.invoke('four'); // => { text: 'four', length: 4 }
 * ```
 */
export class RunnablePassthrough<T = unknown> extends Through<T> {
  readonly #tap: ((input: T, ctx: RunContext) => unknown) | undefined;

  /** @throws {@link InvalidOptionError} if `func` is no function. */
  constructor({ func, name }: PassthroughOptions<T> = {}) {
    if (func !== undefined && typeof (func as unknown) !== 'function')
      throw new InvalidOptionError('RunnablePassthrough', 'func', 'a function', func);
    super(name);
    this.#tap = func;
  }

  /**
   * Makes a step that returns its input, an object, with the outputs of further steps added under keys of their own.
   *
   * @throws {@link InvalidStepError} naming the key of what cannot be a step.
   */
  static assign<const M extends object>(mapping: M): RunnableAssign<InputOf<M> & object, OutputOf<M>, M> {
    return new RunnableAssign<InputOf<M> & object, OutputOf<M>, M>(
      mapping as StepObject<InputOf<M> & object>,
    );
  }

  /** A function cannot be serialised. */
  override structure(): Structure<never> {
    return this.#tap === undefined ? super.structure() : LEAF;
  }

  override execute(input: T, ctx: Context): T | PromiseLike<T> {
    if (this.#tap === undefined) return input;
    const tapped = call(this.#tap, input, ctx);
    if (!isPromiseLike(tapped)) return input;
    if (ctx.scope.synchronous) synchronously(this, tapped);
    return tapped.then(() => input);
  }

  override executeStream(chunks: AsyncIterable<T>, ctx: Context): AsyncIterable<T> {
    return this.#tap === undefined ? chunks : tapAtEnd(chunks, this.#tap, ctx);
  }
}

/** Another name of {@link RunnablePassthrough}. */
export { RunnablePassthrough as IdentityRunnable };

async function* tapAtEnd<T>(
  chunks: AsyncIterable<T>,
  tap: (input: T, ctx: RunContext) => unknown,
  ctx: Context,
): AsyncGenerator<T, void> {
  const sum = new Sum();
  let empty = true;
  for await (const chunk of chunks) {
    empty = false;
    if (!sum.add(chunk)) sum.restart(chunk);
    yield chunk;
  }
  ctx.scope.throwIfAborted();
  if (!empty) await call(tap, sum.value as T, ctx);
}

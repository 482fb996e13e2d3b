import { InvalidInputError } from '../errors/run-errors.js';
import { Failure, type Node, type Settle, type Wrap } from '../plan/node.js';
import type { Runnable } from '../plan/runnable.js';
import type { StepLike } from '../plan/step-types.js';
import type { Structure } from '../plan/structure.js';
import { settleWithinTurn } from '../stream/turn.js';
import { asRunnable } from './as-runnable.js';
import { attach } from './attach.js';
import { coerce } from './coerce.js';
import type { Context } from './context.js';
import { enter, enterBatch, leaving } from './enter.js';
import { RunnableBase } from './runnable.js';
import { Scope } from './scope.js';
import { synchronously } from './synchronous.js';

/** What a {@link RunnableEach} consists of. */
export interface EachFields<I> {
  /** What runs on each element. */
  readonly bound: StepLike<I>;
  /** Name of its runs; `RunnableEach` with the name of what it runs by default. */
  readonly name?: string | undefined;
}

/**
 * Runs another runnable on each element of a list, as a batch, and returns the list of outputs, in order.
 *
 * The elements run concurrently, at most `maxConcurrency` at once if the config sets it; the first failure aborts the
 * others. Streamed, it yields the whole list as one chunk. Bindings and listeners apply to the runnable, once for each
 * element.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 *
 * const sizes = RunnableLambda.from((text: string) => text.length).map();
 * await sizes.invoke(['a', 'four']); // => [1, 4]
 * ```
 */
export class RunnableEach<I, O> extends RunnableBase<readonly I[], O[]> {
  readonly kind: string = 'each';
  readonly #bound: Node<I, O>;

  /** @throws {@link InvalidStepError} if `bound` cannot stand as a step. */
  constructor({ bound, name }: EachFields<I>) {
    super(name);
    this.#bound = coerce(bound, `${name ?? 'RunnableEach'}, bound`) as Node<I, O>;
  }

  /** What runs on each element. */
  get bound(): Runnable<I, O> {
    return asRunnable(this.#bound);
  }

  override structure(): Structure<Node> {
    return {
      shape: 'wrap',
      parts: [{ node: this.#bound }],
      recipe: { type: 'RunnableEach', fields: { bound: this.bound, name: this.name } },
    };
  }

  /** None: a copy could not have other values of its properties. */
  override fieldValues(): Readonly<Record<string, unknown>> {
    return {};
  }

  override get elementwise(): boolean {
    return true;
  }

  override wrapCall(wrap: Wrap): Node {
    const bound = asRunnable(this.#bound.wrapCall(wrap) as Node<I, O>);
    return new RunnableEach<I, O>({ bound, name: this.name });
  }

  execute(input: readonly I[], ctx: Context): O[] | Promise<O[]> {
    if (!Array.isArray(input)) throw new InvalidInputError(this.getName(), 'an array', input);
    return ctx.scope.synchronous ? this.#executeSync(input, ctx) : this.#executeAll(input, ctx);
  }

  #executeSync(input: readonly I[], ctx: Context): O[] {
    try {
      return input.map((element) =>
        synchronously(this.#bound as Node<never, O>, enter(this.#bound, element, ctx)),
      );
    } catch (error) {
      throw leaving(this.#bound, error, ctx);
    }
  }

  async #executeAll(input: readonly I[], ctx: Context): Promise<O[]> {
    const inner = ctx.withScope(new Scope(ctx.scope));
    const outputs = new Array<O>(input.length);
    let first: Failure | undefined;
    let stop: (() => void) | undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const settle: Settle<O> = (index, outcome) => {
      if (!(outcome instanceof Failure)) outputs[index] = outcome;
      else if (first === undefined) {
        first = outcome;
        inner.scope.abort(leaving(this.#bound, outcome.error, ctx));
        stop?.();
      }
    };
    try {
      const contexts = input.map(() => inner);
      const work = enterBatch(this.#bound, input, contexts, settle, ctx.maxConcurrency ?? Infinity);
      await Promise.race([work, stopped]);
      if (first !== undefined) await settleWithinTurn([work]);
    } finally {
      inner.scope.close();
    }
    if (first !== undefined) throw first.error;
    return outputs;
  }

  protected override defaultName(): string {
    return `RunnableEach<${this.#bound.getName()}>`;
  }
}

declare module '../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /** Makes a runnable that runs this one on each element of a list; see {@link RunnableEach}. */
    map(): Runnable<readonly I[], O[]>;
  }
}

attach('map', function () {
  return new RunnableEach<unknown, unknown>({ bound: this });
});

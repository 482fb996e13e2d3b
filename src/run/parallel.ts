import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { GivenRule, StepsRule } from '../plan/object-types.js';
import type { InputOf, OutputOf, rule, StepLike, StepObject, TypeRule } from '../plan/step-types.js';
import { addable, setOwn } from '../stream/add.js';
import { merge } from '../stream/merge.js';
import { tee } from '../stream/tee.js';
import { settleWithinTurn } from '../stream/turn.js';
import { coerce, coerceEntries, coerceObjectsBy } from './coerce.js';
import type { Context } from './context.js';
import { enter, enterStream, leaving } from './enter.js';
import { gather, type Branches } from './gather.js';
import { RunnableBase } from './runnable.js';
import type { AnyRunnable } from '../plan/runnable.js';
import type { Node } from '../plan/node.js';
import type { Structure } from '../plan/structure.js';
import { leftEarly, Scope } from './scope.js';
import { synchronously } from './synchronous.js';

/** Options of a parallel. */
export interface ParallelOptions {
  /** Name of its runs; `RunnableParallel` with its keys by default. */
  readonly name?: string | undefined;
}

/**
 * Runs several steps concurrently on the same input and returns their outputs as one object, in the order of
 * declaration.
 *
 * Streamed, each chunk has a single key, and the chunks of the steps are interleaved as they arrive. When a step fails,
 * the others are aborted.
 *
 * @example
 * ```ts
 * import { RunnableParallel } from 'runwright';
 *
 * const facts = RunnableParallel.from({ upper: (s: string) => s.toUpperCase(), length: (s: string) => s.length });
 * await facts.invoke('hello'); // => { upper: 'HELLO', length: 5 }
 * ```
 */
export class RunnableParallel<I, O, R extends TypeRule = GivenRule<O>> extends RunnableBase<I, O> {
  declare readonly [rule]: R;
  readonly kind: string = 'parallel';
  readonly steps: Readonly<Record<string, AnyRunnable>>;
  readonly #keys: readonly string[];
  readonly #nodes: readonly Node[];
  readonly #branches: Branches<I, O>;

  /**
   * @param steps - Steps by key: runnables, functions, objects of these.
   * @throws {@link InvalidStepError} naming the key of what cannot be a step.
   */
  constructor(steps: StepObject<I>, options: ParallelOptions = {}) {
    super(options.name);
    if (typeof (steps as unknown) !== 'object' || (steps as unknown) === null) {
      throw new InvalidOptionError('RunnableParallel', 'steps', 'an object of steps', steps);
    }
    const nodes = coerceEntries(steps, options.name ?? 'RunnableParallel');
    this.steps = Object.freeze(nodes as Record<string, unknown> as Record<string, AnyRunnable>);
    this.#keys = Object.keys(nodes);
    this.#nodes = Object.values(nodes);
    this.#branches = {
      nodes: this.#nodes,
      tagOf: (index) => tagOf(this.#keys[index]),
      collect: (outputs) => this.#collect(outputs),
    };
  }

  /** Makes a parallel of an object of steps, from which its types are inferred. */
  static from<const T extends object>(
    steps: T,
    options?: ParallelOptions,
  ): RunnableParallel<InputOf<T>, OutputOf<T>, StepsRule<T>> {
    return new RunnableParallel(steps as StepObject<InputOf<T>>, options);
  }

  /** Makes a parallel with one more branch; this one is not changed. */
  add<const K extends string, const S extends StepLike<I>>(
    key: K,
    step: S,
  ): RunnableParallel<I, Omit<O, K> & { [P in K]: OutputOf<S> }> {
    const added = coerce(step, `${this.getName()}, key ${JSON.stringify(key)}`);
    const steps: Record<string, unknown> = { ...this.steps, [key]: added };
    return new RunnableParallel(steps as StepObject<I>, { name: this.name });
  }

  /** None: a copy could not have other values of its properties. */
  override fieldValues(): Readonly<Record<string, unknown>> {
    return {};
  }

  override structure(): Structure<Node> {
    return {
      shape: 'fork',
      parts: this.#nodes.map((node, index) => ({ node, label: this.#keys[index] })),
      recipe: { type: 'RunnableParallel', fields: { steps: this.steps, name: this.name } },
    };
  }

  override toString(): string {
    const entries = this.#nodes.map((node, index) => `${this.#keys[index]}: ${String(node)}`);
    return `{\n${entries.join(',\n').replaceAll(/^/gm, '  ')}\n}`;
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const branch = branchContext(ctx);
    if (ctx.scope.synchronous) return this.#executeSync(input, branch);
    return gather(this.#branches, input, branch, ctx.maxConcurrency ?? Infinity);
  }

  #executeSync(input: I, branch: Context): O {
    return this.#collect(
      this.#nodes.map((step, index) => {
        try {
          return synchronously(step, enter(step, input, branch, tagOf(this.#keys[index])));
        } catch (error) {
          throw leaving(step, error, branch);
        }
      }),
    );
  }

  #collect(outputs: readonly unknown[]): O {
    const result = {};
    for (let index = 0; index < outputs.length; index += 1) {
      setOwn(result, this.#keys[index] as string, outputs[index]);
    }
    return result as O;
  }

  override async *executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncGenerator<O, void> {
    const branch = branchContext(ctx);
    const split = tee(chunks, this.#nodes.length);
    let failed: number | undefined;
    try {
      const streams = this.#nodes.map((step, index) =>
        enterStream(step, split.legs[index] as AsyncIterable<unknown>, branch, tagOf(this.#keys[index])),
      );
      const chunksByKey = merge(streams, {
        limit: ctx.maxConcurrency,
        onError: (from, error) => {
          failed = from;
          branch.scope.abort(error);
        },
        // A branch that has ended need not have chunks kept for it any longer.
        onEnd: (from) => {
          split.legs[from]?.return?.().catch(() => undefined);
        },
        onLeave: () => {
          branch.scope.abort(leftEarly());
          if (ctx.scope.left) ctx.scope.abandon();
        },
      });
      for await (const [from, chunk] of chunksByKey) {
        const keyed = {};
        setOwn(keyed, this.#keys[from] as string, chunk);
        yield addable(keyed) as O;
      }
    } catch (error) {
      const ofSource = failed === undefined || (await split.failedWith(error));
      throw ofSource ? error : leaving(this.#nodes[failed as number] as Node, error, ctx);
    } finally {
      branch.scope.close();
      if (failed === undefined) await split.close();
      else await settleWithinTurn([split.close()]);
    }
  }

  protected override defaultName(): string {
    return `RunnableParallel<${this.#keys.join(',')}>`;
  }
}

/** Another name of {@link RunnableParallel}, as in LangChain. */
export { RunnableParallel as RunnableMap };

/** Branches get no kwargs, and are aborted together. */
function branchContext(ctx: Context): Context {
  return ctx.withoutKwargs().withScope(new Scope(ctx.scope));
}

function tagOf(key: string | undefined): string {
  return `map:key:${String(key)}`;
}

coerceObjectsBy((steps) => new RunnableParallel(steps as Record<string, unknown> as StepObject<unknown>));

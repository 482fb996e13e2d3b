import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { BranchInput, BranchOutput, CheckedBranches, Condition } from '../plan/branch-types.js';
import type { Node, Streaming } from '../plan/node.js';
import type { AnyRunnable } from '../plan/runnable.js';
import type { StepLike } from '../plan/step-types.js';
import type { Structure } from '../plan/structure.js';
import { isPromiseLike } from '../stream/guards.js';
import { once } from '../stream/once.js';
import { asRunnable } from './as-runnable.js';
import { coerce } from './coerce.js';
import type { Context } from './context.js';
import { RunnableLambda } from './lambda.js';
import { enterPart, enterPartStream } from './part.js';
import { RunnableBase } from './runnable.js';
import { synchronously } from './synchronous.js';
import { fromWholeInput } from './whole-input.js';

/** Options of a branch. */
export interface BranchOptions {
  /** Name of its runs; `RunnableBranch` by default. */
  readonly name?: string | undefined;
}

/** A step that may be chosen, and the tag of its run. */
interface Way {
  readonly step: Node;
  readonly tag: string;
}

/** A step that is chosen if a condition holds. */
interface ConditionalWay extends Way {
  readonly condition: Node;
  readonly conditionTag: string;
}

/**
 * Runs the first of several steps whose condition holds, or a default step if none does.
 *
 * Conditions are functions or runnables; they are evaluated in order, on the whole input, and their outputs count as
 * true or false. Streamed, the chosen step streams.
 *
 * @example
 * ```ts
 * import { RunnableBranch } from 'runwright';
 *
 * const size = RunnableBranch.from([
 *   [(count: number) => count < 10, () => 'few'],
 *   [(count: number) => count < 100, () => 'some'],
 *   (count: number) => `${count} of them`,
 * ]);
 * await size.invoke(42); // => 'some'
 * ```
 */
export class RunnableBranch<I, O> extends RunnableBase<I, O> {
  readonly kind: string = 'branch';
  readonly #ways: readonly ConditionalWay[];
  readonly #otherwise: Way;

  /**
   * @param branches - Pairs of a condition and a step, in the order in which the conditions are evaluated.
   * @param otherwise - The step for inputs that satisfy none of the conditions.
   * @throws {@link InvalidOptionError} if there is no pair, or an entry that is no pair; {@link InvalidStepError}
   * naming the position of what cannot be a step.
   */
  constructor(
    branches: readonly (readonly [condition: Condition<I>, step: StepLike<I>])[],
    otherwise: StepLike<I>,
    options: BranchOptions = {},
  ) {
    super(options.name);
    const label = this.getName();
    if (!Array.isArray(branches) || branches.length === 0) {
      throw new InvalidOptionError(label, 'branches', 'a list of at least one [condition, step]', branches);
    }
    this.#ways = Object.freeze(branches.map((pair, index) => wayOf(pair, label, index + 1)));
    this.#otherwise = { step: coerce(otherwise, `${label}, otherwise`), tag: 'branch:default' };
  }

  /**
   * Makes a branch of pairs of a condition and a step, followed by the default step; its types are inferred from them.
   *
   * @throws {@link InvalidOptionError} or {@link InvalidStepError} like the constructor.
   */
  static from<const T extends readonly unknown[]>(
    branches: T & CheckedBranches<T>,
    options?: BranchOptions,
  ): RunnableBranch<BranchInput<T>, BranchOutput<T>> {
    const list: readonly unknown[] = Array.isArray(branches) ? branches : [];
    return new RunnableBranch(list.slice(0, -1) as [], list.at(-1) as StepLike<BranchInput<T>>, options);
  }

  /** The conditions and their steps, in the order in which the conditions are evaluated. */
  get branches(): readonly (readonly [condition: AnyRunnable, step: AnyRunnable])[] {
    return this.#ways.map(({ condition, step }) => [asRunnable(condition), asRunnable(step)]);
  }

  /** The default step. */
  get otherwise(): AnyRunnable {
    return asRunnable(this.#otherwise.step);
  }

  /** None: a copy could not have other values of its properties. */
  override fieldValues(): Readonly<Record<string, unknown>> {
    return {};
  }

  override get streaming(): Streaming {
    return 'whole';
  }

  override structure(): Structure<Node> {
    return {
      shape: 'choice',
      parts: [
        ...this.#ways.flatMap(({ condition, step }, index) => [
          { node: condition, role: 'condition' as const },
          { node: step, label: labelOf(condition, index + 1) },
        ]),
        { node: this.#otherwise.step, label: 'default' },
      ],
      recipe: {
        type: 'RunnableBranch',
        fields: { branches: this.branches, default: this.otherwise, name: this.name },
      },
    };
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const way = this.#choose(input, ctx, 0);
    return isPromiseLike(way) ? way.then((chosen) => take(chosen, input, ctx)) : take(way, input, ctx);
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    return fromWholeInput(chunks, ctx, async (value) => {
      const { step, tag } = await this.#choose(value, ctx, 0);
      return enterPartStream(step as Node<I, O>, once(value), ctx, tag);
    });
  }

  /** Evaluates the conditions from an index on, and returns the step of the first that holds. */
  #choose(input: I, ctx: Context, from: number): Way | PromiseLike<Way> {
    const asking = ctx.withoutKwargs();
    for (let index = from; index < this.#ways.length; index += 1) {
      const way = this.#ways[index] as ConditionalWay;
      const holds = enterPart(way.condition, input, asking, way.conditionTag);
      if (isPromiseLike(holds)) {
        if (ctx.scope.synchronous) synchronously(way.condition, holds);
        return holds.then((truth) => (truth ? way : this.#choose(input, ctx, index + 1)));
      }
      if (holds) return way;
    }
    return this.#otherwise;
  }

  protected override defaultName(): string {
    return 'RunnableBranch';
  }
}

function take<I, O>({ step, tag }: Way, input: I, ctx: Context): O | PromiseLike<O> {
  return enterPart(step as Node<I, O>, input, ctx, tag);
}

/** The label of a condition in a graph. */
function labelOf(condition: Node, number: number): string {
  const label = condition instanceof RunnableLambda ? condition.source : condition.getName();
  return label === '...' ? `condition ${String(number)}` : label;
}

function wayOf(pair: unknown, label: string, number: number): ConditionalWay {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new InvalidOptionError(label, `branch ${String(number)}`, 'a pair [condition, step]', pair);
  }
  const [condition, step] = pair as readonly unknown[];
  return {
    condition: coerce(condition, `${label}, condition ${String(number)}`),
    conditionTag: `condition:${String(number)}`,
    step: coerce(step, `${label}, step ${String(number)}`),
    tag: `branch:${String(number)}`,
  };
}

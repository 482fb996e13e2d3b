import { InvalidOptionError } from '../errors/declaration-errors.js';
import { Failure, type Node, type Outcome, type Settle } from '../plan/node.js';
import type { AnyRunnable } from '../plan/runnable.js';
import type { ChainInput, ChainOutput, CheckedSteps } from '../plan/chain-types.js';
import type { Structure } from '../plan/structure.js';
import { isPromiseLike } from '../stream/guards.js';
import { coerce } from './coerce.js';
import type { Context } from './context.js';
import { complete, enter, enterBatch, enterStream, leaving } from './enter.js';
import { RunnableBase } from './runnable.js';
import type { Scope } from './scope.js';
import { Stage, Stages } from './stages.js';
import { synchronously } from './synchronous.js';

const LEAST_STEPS = 'a list of at least 2 steps';

/** Options of a sequence. */
export interface SequenceOptions {
  /** Name of its runs; `RunnableSequence` by default. */
  readonly name?: string | undefined;
}

/**
 * Runs steps one after another, each on the output of the one before.
 *
 * Streamed, every step that can works chunk by chunk on what the one before yields. A batch goes step by step: all
 * inputs go through the first, then those that succeeded through the second. Nested sequences are flattened.
 *
 * @example
 * ```ts
 * import { RunnableSequence } from 'runwright';
 *
 * const chain = RunnableSequence.from([(text: string) => text.trim(), (text: string) => text.length]);
 * await chain.invoke(' four '); // => 4
 * ```
 */
export class RunnableSequence<I, O> extends RunnableBase<I, O> {
  readonly kind: string = 'sequence';
  readonly #steps: readonly Node[];

  /**
   * @param steps - At least two runnables; {@link RunnableSequence.from} takes anything that can be a step.
   * @throws {@link InvalidOptionError} for fewer than two steps.
   */
  constructor(steps: readonly Node[], options: SequenceOptions = {}) {
    super(options.name);
    const flat = steps.flatMap((step) => (step instanceof RunnableSequence ? step.#steps : [step]));
    if (flat.length < 2) {
      throw new InvalidOptionError(this.getName(), 'steps', LEAST_STEPS, steps);
    }
    this.#steps = Object.freeze(flat);
  }

  /**
   * Makes a chain of anything that can be a step: runnables, functions, objects of these.
   *
   * @throws {@link InvalidStepError} naming the position of what cannot be a step.
   */
  static from<const T extends readonly unknown[]>(
    steps: T & CheckedSteps<T>,
    options?: SequenceOptions,
  ): RunnableSequence<ChainInput<T>, ChainOutput<T>> {
    const list = steps as readonly unknown[];
    const label = options?.name ?? 'RunnableSequence';
    if (!Array.isArray(list)) throw new InvalidOptionError(label, 'steps', LEAST_STEPS, steps);
    return new RunnableSequence(
      list.map((step, index) => coerce(step, `${label}, step ${String(index + 1)}`)),
      options,
    );
  }

  /** The steps, in order. */
  get steps(): readonly AnyRunnable[] {
    return this.#steps as readonly unknown[] as readonly AnyRunnable[];
  }

  get first(): AnyRunnable {
    return this.steps[0] as AnyRunnable;
  }

  get middle(): readonly AnyRunnable[] {
    return this.steps.slice(1, -1);
  }

  get last(): AnyRunnable {
    return this.steps.at(-1) as AnyRunnable;
  }

  override structure(): Structure<Node> {
    const [first, ...middle] = this.#steps;
    const last = middle.pop();
    return {
      shape: 'chain',
      parts: this.#steps.map((node) => ({ node })),
      recipe: {
        type: 'RunnableSequence',
        fields: { first, ...(middle.length > 0 && { middle }), last, name: this.name },
      },
    };
  }

  override toString(): string {
    return this.#steps.map((step) => String(step)).join('\n| ');
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    return this.#run(input, ctx, false);
  }

  /** The chain settles the run itself, which saves a promise, and with it a twentieth of the time of ten steps. */
  protected override invokeAlone(input: I, ctx: Context): Promise<O> {
    return ctx.tracer === undefined
      ? Promise.resolve(this.#run(input, ctx, true))
      : super.invokeAlone(input, ctx);
  }

  /** @param isRoot - Whether a failure of the chain is that of the whole run. */
  #run(input: I, ctx: Context, isRoot: boolean): O | PromiseLike<O> {
    const rest = ctx.withoutKwargs();
    const watched = watchedScope(ctx, isRoot);
    let value: unknown = input;
    for (let index = 0; index < this.#steps.length; index += 1) {
      const step = this.#steps[index] as Node;
      const own = index === 0 ? ctx : rest;
      try {
        const answer = begin(step, index, value, own, watched);
        // Repeats a check of `complete`, which halves the time of a synchronous step.
        if (typeof answer !== 'object' || answer === null) {
          value = answer;
          continue;
        }
        const output = isPromiseLike(answer) ? answer : complete(step, answer, value, own);
        if (isPromiseLike(output)) {
          if (ctx.scope.synchronous) synchronously(step, output);
          return this.#continueAsync(index, answer, output, value, ctx, isRoot);
        }
        value = output;
      } catch (error) {
        return this.#fail(step, error, ctx, isRoot);
      }
    }
    return isRoot ? ctx.scope.ended(value as O) : (value as O);
  }

  /** Continues after the step at an index, whose result or output is a promise. */
  async #continueAsync(
    index: number,
    answer: unknown,
    output: PromiseLike<unknown>,
    input: unknown,
    ctx: Context,
    isRoot: boolean,
  ): Promise<O> {
    const steps = this.#steps;
    const rest = ctx.withoutKwargs();
    const watched = watchedScope(ctx, isRoot);
    let step = steps[index] as Node;
    let value: unknown;
    try {
      const settled = await output;
      let completed = answer === output ? complete(step, settled, input, index === 0 ? ctx : rest) : settled;
      for (let next = index + 1; ; next += 1) {
        value = isPromiseLike(completed) ? await completed : completed;
        if (next === steps.length) {
          const ended = isRoot ? ctx.scope.ended(value as O) : (value as O);
          return isPromiseLike(ended) ? await ended : ended;
        }
        step = steps[next] as Node;
        const begun = begin(step, next, value, rest, watched);
        completed = complete(step, isPromiseLike(begun) ? await begun : begun, value, rest);
      }
    } catch (error) {
      return await this.#fail(step, error, ctx, isRoot);
    }
  }

  #fail(step: Node, error: unknown, ctx: Context, isRoot: boolean): Promise<never> {
    leaving(step, error, ctx);
    if (!isRoot) throw error;
    return ctx.scope.endedBy(this.failed(error, ctx));
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const rest = ctx.withoutKwargs();
    const stages: Stage<unknown>[] = [new Stage(chunks, ctx.scope)];
    this.#steps.forEach((step, index) => {
      const source = stages[index] as Stage<unknown>;
      stages.push(enterStream(step, source, index === 0 ? ctx : rest, tagOf(index)));
    });
    return new Stages<O>(stages, (stage, error) => {
      if (stage > 0) leaving(this.#steps[stage - 1] as Node, error, ctx);
    });
  }

  /**
   * Runs all inputs through a step before any goes to the next, so that a step that processes batches gets them all.
   */
  override async executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): Promise<void> {
    let indexes = Array.from(inputs.keys());
    let values: readonly unknown[] = inputs;
    let own = contexts;
    for (const [position, step] of this.#steps.entries()) {
      const isLast = position === this.#steps.length - 1;
      const outcomes = new Array<Outcome<unknown>>(values.length);
      let failures = 0;
      const place = (at: number, outcome: Outcome<unknown>): void => {
        const index = indexes[at] as number;
        outcomes[at] = outcome;
        if (outcome instanceof Failure) {
          failures += 1;
          settle(index, new Failure(leaving(step, outcome.error, contexts[index] as Context)));
        } else if (isLast) settle(index, outcome as O);
      };
      await enterBatch(step, values, own, place, limit, tagOf(position));
      if (failures === values.length) return;
      values = failures === 0 ? outcomes : outcomes.filter(hasPassed);
      if (failures > 0) indexes = indexes.filter((_, at) => hasPassed(outcomes[at]));
      if (failures > 0 || position === 0) {
        own = indexes.map((index) => (contexts[index] as Context).withoutKwargs());
      }
    }
  }
}

function hasPassed(outcome: Outcome<unknown>): boolean {
  return !(outcome instanceof Failure);
}

/**
 * The scope to check before each step; undefined if nothing can abort it between steps, which saves a third of the time
 * of synchronous steps.
 */
function watchedScope({ scope }: Context, isRoot: boolean): Scope | undefined {
  return isRoot || (scope.synchronous && scope.alone) ? undefined : scope;
}

/** Like `begin` of any node, but without a check of the scope where none is needed. */
function begin(step: Node, index: number, input: unknown, ctx: Context, watched: Scope | undefined): unknown {
  if (ctx.tracer !== undefined) return enter(step, input, ctx, tagOf(index));
  watched?.throwIfAborted();
  return step.begin(input, ctx);
}

function tagOf(index: number): string {
  return `seq:step:${String(index + 1)}`;
}

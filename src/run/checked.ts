import { passThrough } from '../errors/path.js';
import { Failure, type Node, type Settle, type Streaming } from '../plan/node.js';
import type { Structure } from '../plan/structure.js';
import type { TypeToken } from '../plan/type-token.js';
import { isPromiseLike } from '../stream/guards.js';
import { once } from '../stream/once.js';
import { Sum } from '../stream/sum.js';
import type { Context } from './context.js';
import { enter, enterBatch, enterStream } from './enter.js';
import { outcomeOf, prepareBatch } from './prepare-batch.js';
import { RunnableBase } from './runnable.js';
import { synchronously } from './synchronous.js';
import { fromWholeInput } from './whole-input.js';

/** Validates a value and returns it, possibly transformed, or a promise of it; throws or rejects if it is invalid. */
export type Check = (value: unknown) => unknown;

/** How inputs and outputs are validated against the declared types. */
export interface ValidationOptions {
  /**
   * Whether inputs, outputs or both are validated.
   *
   * @defaultValue `'input'`
   */
  readonly validate?: 'input' | 'output' | 'both' | 'none' | undefined;
  /**
   * How properties that a type does not declare are treated.
   *
   * @defaultValue `'keep'`
   */
  readonly unknownProperties?: 'keep' | 'strip' | 'refuse' | undefined;
}

/** The types of a node, and how values are validated against them. */
export interface CheckRules extends ValidationOptions {
  readonly input?: TypeToken | undefined;
  readonly output?: TypeToken | undefined;
}

type MakeCheck = (
  token: TypeToken,
  subject: string,
  unknownProperties: ValidationOptions['unknownProperties'],
) => Check;

let makeCheck: MakeCheck | undefined;

/** Registers how checks are made of types; schemas call it, since the executor does not depend on them. */
export function checkBy(make: MakeCheck): void {
  makeCheck = make;
}

/**
 * Validates the inputs and outputs of a node against its declared types: an input is validated, and transformed, before
 * the node gets it, an output before the caller does.
 *
 * It takes over the run of the node, so that an invalid input appears as a failure of that run. Streamed, an input is
 * validated when it is complete; chunks of the output are passed on, and their sum is validated at the end.
 */
export class RunnableChecked<I, O> extends RunnableBase<I, O> {
  readonly kind = 'checked';
  readonly #bound: Node<I, O>;
  readonly #rules: CheckRules;
  readonly #checksInput: boolean;
  readonly #checksOutput: boolean;
  #input: Check | undefined;
  #output: Check | undefined;

  constructor(bound: Node<I, O>, rules: CheckRules) {
    super(bound.name);
    this.#bound = bound;
    this.#rules = rules;
    const { input, output, validate = 'input' } = rules;
    this.#checksInput = input !== undefined && (validate === 'input' || validate === 'both');
    this.#checksOutput = output !== undefined && (validate === 'output' || validate === 'both');
  }

  /** Whether inputs are validated here. */
  get checksInput(): boolean {
    return this.#checksInput;
  }

  override get transparent(): boolean {
    return this.#bound.transparent;
  }

  override get segment(): string | undefined {
    return this.#bound.segment;
  }

  get runType(): Node['runType'] {
    return this.#bound.runType;
  }

  override get streaming(): Streaming {
    const { streaming } = this.#bound;
    return this.#checksInput && streaming === 'chunks' ? 'whole' : streaming;
  }

  override get batching(): boolean {
    return this.#bound.batching;
  }

  override structure(): Structure<Node> {
    const { input, output } = this.#rules;
    return { shape: 'wrap', parts: [{ node: this.#bound }], types: { input, output } };
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const value = this.#checkInput(input, ctx);
    if (!isPromiseLike(value)) return this.#run(value, ctx);
    if (ctx.scope.synchronous) return synchronously(this, value) as never;
    return value.then((checked) => this.#run(checked, ctx));
  }

  #run(input: I, ctx: Context): O | PromiseLike<O> {
    const output = this.transparent ? enter(this.#bound, input, ctx) : this.#bound.execute(input, ctx);
    if (!this.#checksOutput) return output;
    if (isPromiseLike(output)) return output.then((value) => this.#checkOutput(value, ctx));
    const checked = this.#checkOutput(output, ctx);
    return ctx.scope.synchronous ? synchronously(this, checked) : checked;
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    if (!this.#checksInput) return this.#checkedStream(this.#start(chunks, ctx), ctx);
    return fromWholeInput(chunks, ctx, async (value) => {
      return this.#checkedStream(this.#start(once(await this.#checkInput(value, ctx)), ctx), ctx);
    });
  }

  #start(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    return this.transparent ? enterStream(this.#bound, chunks, ctx) : this.#bound.executeStream(chunks, ctx);
  }

  #checkedStream(chunks: AsyncIterable<O>, ctx: Context): AsyncIterable<O> {
    return !this.#checksOutput ? chunks : this.#passOn(chunks, ctx);
  }

  async *#passOn(chunks: AsyncIterable<O>, ctx: Context): AsyncGenerator<O, void> {
    const sum = new Sum();
    for await (const chunk of chunks) {
      if (!sum.add(chunk)) sum.restart(chunk);
      yield chunk;
    }
    await this.#checkOutput(sum.value as O, ctx);
  }

  override async executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): Promise<void> {
    if (!this.#bound.batching) return super.executeBatch(inputs, contexts, settle, limit);
    const pending: Promise<void>[] = [];
    await prepareBatch(
      { inputs, contexts, settle },
      (input, ctx) => this.#checkInput(input, ctx),
      (valid, own, settleOne) =>
        this.#runBatch(
          valid,
          own,
          (index, outcome) => {
            if (outcome instanceof Failure || !this.#checksOutput) settleOne(index, outcome);
            else {
              const output = outcomeOf(() => this.#checkOutput(outcome, own[index] as Context));
              pending.push(output.then((value) => settleOne(index, value)));
            }
          },
          limit,
        ),
    );
    await Promise.all(pending);
  }

  #runBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void> {
    return this.transparent
      ? enterBatch(this.#bound, inputs, contexts, settle, limit)
      : this.#bound.executeBatch(inputs, contexts, settle, limit);
  }

  #checkInput(value: I, { scope }: Context): I | PromiseLike<I> {
    const { input } = this.#rules;
    if (!this.#checksInput || input === undefined) return value;
    return this.#named(
      scope,
      () => (this.#input ??= this.#make(input, 'input'))(value) as I | PromiseLike<I>,
    );
  }

  #checkOutput(value: O, { scope }: Context): O | PromiseLike<O> {
    const { output } = this.#rules;
    if (!this.#checksOutput || output === undefined) return value;
    return this.#named(
      scope,
      () => (this.#output ??= this.#make(output, 'output'))(value) as O | PromiseLike<O>,
    );
  }

  /** Records the name on an error if the node itself adds no segment to run paths. */
  #named<T>(scope: Context['scope'], check: () => T | PromiseLike<T>): T | PromiseLike<T> {
    if (this.segment !== undefined) return check();
    const note = (error: unknown): never => {
      passThrough(error, this.getName(), scope);
      throw error;
    };
    try {
      const checked = check();
      return isPromiseLike(checked) ? checked.then(undefined, note) : checked;
    } catch (error) {
      return note(error);
    }
  }

  #make(token: TypeToken, side: 'input' | 'output'): Check {
    if (makeCheck === undefined) {
      throw new Error('Checks are not loaded: import from the main entry of the package.');
    }
    return makeCheck(token, `The ${side} of ${this.getName()}`, this.#rules.unknownProperties);
  }

  protected override defaultName(): string {
    return this.#bound.getName();
  }
}

import { InvalidInputError } from '../errors/run-errors.js';
import { Failure, type Node, type Settle } from '../plan/node.js';
import { LEAF, type NodeTypes, type Structure } from '../plan/structure.js';
import { fold } from '../stream/fold.js';
import { once } from '../stream/once.js';
import { call, within, type UserFunction } from './call.js';
import { CallingBase } from './calling.js';
import type { Context } from './context.js';
import { refuseAsynchronous } from './synchronous.js';

/** The hooks of a decorated class as the executor calls them; see `StepHooks`. */
interface Hooks<I> {
  run?: UserFunction<I>;
  runStream?: (chunks: AsyncIterable<I>, ctx: Context) => unknown;
  runBatch?: (inputs: readonly I[], ctxs: readonly Context[]) => unknown;
}

/** Runs an instance of a decorated class: each verb by its own hook, or by the hook that exists. */
export class StepNode<I, O> extends CallingBase<I, O> {
  readonly kind = 'step';
  readonly #hooks: Hooks<I>;
  readonly #types: NodeTypes;
  // Looked up once: a look-up per call, in a chain of different classes, would cost a quarter of the time of ten steps.
  readonly #run: UserFunction<I> | undefined;

  constructor(
    readonly instance: object,
    name: string,
    types: NodeTypes = {},
  ) {
    super(name);
    this.#types = types;
    this.#hooks = instance;
    this.#run = this.#hooks.run;
  }

  override get batching(): boolean {
    return this.#hooks.runBatch !== undefined;
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return { ...this.instance };
  }

  override withFields(values: Readonly<Record<string, unknown>>): StepNode<I, O> {
    const copy = Object.create(Object.getPrototypeOf(this.instance) as object) as object;
    return new StepNode(Object.assign(copy, this.instance, values), this.getName());
  }

  override structure(): Structure<Node> {
    return { ...LEAF, types: this.#types };
  }

  override begin(input: I, ctx: Context): unknown {
    const run = this.#run;
    if (run === undefined) return this.#foldStream(input, ctx);
    return ctx.ambient
      ? call((value: I) => run.call(this.instance, value, ctx), input, ctx)
      : run.call(this.instance, input, ctx);
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    if (this.#hooks.runStream !== undefined) return this.#startStream(chunks, ctx);
    return super.executeStream(chunks, ctx);
  }

  override async executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): Promise<void> {
    const { runBatch } = this.#hooks;
    if (runBatch === undefined) return super.executeBatch(inputs, contexts, settle, limit);
    const ctx = contexts[0] as Context;
    try {
      const outputs = await call(
        (all: readonly I[]) => runBatch.call(this.instance, all, contexts),
        inputs,
        ctx,
      );
      if (!Array.isArray(outputs) || outputs.length !== inputs.length) {
        throw new InvalidInputError(
          `${this.getName()}.runBatch`,
          `to give a list of ${inputs.length} outputs`,
          outputs,
        );
      }
      outputs.forEach((output, index) => settle(index, output as O));
    } catch (error) {
      inputs.forEach((_, index) => settle(index, new Failure(error)));
    }
  }

  async #foldStream(input: I, ctx: Context): Promise<unknown> {
    if (ctx.scope.synchronous) refuseAsynchronous(this, 'works on streams');
    const { value } = await fold(this.#startStream(once(input), ctx), ctx.scope);
    return value;
  }

  #startStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    ctx.scope.throwIfAborted();
    const stream = call((all: AsyncIterable<I>) => this.#hooks.runStream?.(all, ctx), chunks, ctx);
    return within(ctx, stream as AsyncIterable<O>);
  }
}

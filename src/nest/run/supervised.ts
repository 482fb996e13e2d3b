import { Failure, type Node, type Settle } from '../../plan/node.js';
import type { Context } from '../../run/context.js';
import { closeScopes, enterBatchInScopes, enterInScope } from '../../run/in-scope.js';
import { enter, enterBatch, enterStream } from '../../run/enter.js';
import { RunnableObserved } from '../../run/observed.js';
import type { Scope } from '../../run/scope.js';
import { ScopedStream } from '../../run/scoped-stream.js';
import { isPromiseLike } from '../../stream/guards.js';
import type { Supervisor } from './supervisor.js';

/** Has a supervisor track the root runs of a runnable, so that they end with the application; it has no run of its own. */
export class RunnableSupervised<I, O> extends RunnableObserved<I, O> {
  readonly #supervisor: Supervisor;

  constructor(bound: Node<I, O>, supervisor: Supervisor) {
    super(bound, { observers: [] });
    this.#supervisor = supervisor;
  }

  protected override around(bound: Node): Node {
    return new RunnableSupervised(bound, this.#supervisor);
  }

  override execute(input: I, ctx: Context): O | PromiseLike<O> {
    const supervisor = this.#supervisor;
    if (supervisor.knows(ctx.scope)) return enter(this.bound, input, ctx);
    const scope = supervisor.open(ctx.scope);
    let output: O | PromiseLike<O>;
    try {
      output = enterInScope(this.bound, input, ctx.withScope(scope), ctx.scope);
    } catch (error) {
      supervisor.ended(scope);
      throw error;
    }
    if (isPromiseLike(output)) return supervised(output, supervisor, scope);
    supervisor.ended(scope);
    return output;
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const supervisor = this.#supervisor;
    if (supervisor.knows(ctx.scope)) return enterStream(this.bound, chunks, ctx);
    return new SupervisedStream<O>(
      supervisor,
      () => supervisor.open(ctx.scope),
      (scope) =>
        new ScopedStream<O>(() => ({
          scope,
          outer: ctx.scope,
          open: () => enterStream(this.bound, chunks, ctx.withScope(scope)),
        })),
    );
  }

  override async executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): Promise<void> {
    const supervisor = this.#supervisor;
    if (contexts.every(({ scope }) => supervisor.knows(scope))) {
      await enterBatch(this.bound, inputs, contexts, settle, limit);
      return;
    }
    const inner: Context[] = [];
    try {
      for (const ctx of contexts) inner.push(ctx.withScope(supervisor.open(ctx.scope)));
      await enterBatchInScopes(this.bound, inputs, inner, settle, limit);
    } catch (error) {
      // No run may start any more, and a batch reports that for each input.
      inputs.forEach((_, index) => settle(index, new Failure(error)));
    } finally {
      inner.forEach(({ scope }, index) => {
        closeScopes(scope, (contexts[index] as Context).scope);
        supervisor.ended(scope);
      });
    }
  }
}

async function supervised<O>(output: PromiseLike<O>, supervisor: Supervisor, scope: Scope): Promise<O> {
  try {
    return await output;
  } finally {
    supervisor.ended(scope);
  }
}

/** A stream whose run is tracked from its first pull to its end. */
class SupervisedStream<T> implements AsyncIterableIterator<T> {
  #scope: Scope | undefined;
  #inner: AsyncIterableIterator<T> | undefined;

  constructor(
    readonly supervisor: Supervisor,
    readonly openScope: () => Scope,
    readonly openStream: (scope: Scope) => AsyncIterableIterator<T>,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T>> {
    let isOver = true;
    try {
      const inner = (this.#inner ??= this.openStream((this.#scope = this.openScope())));
      const result = await inner.next();
      isOver = result.done === true;
      return result;
    } finally {
      if (isOver) this.#ended();
    }
  }

  async return(): Promise<IteratorResult<T>> {
    try {
      await this.#inner?.return?.();
    } finally {
      this.#ended();
    }
    return { done: true, value: undefined };
  }

  #ended(): void {
    if (this.#scope !== undefined) this.supervisor.ended(this.#scope);
  }
}

import { Failure, type Node, type Settle } from '../../plan/node.js';
import { deferred } from '../../stream/deferred.js';
import type { Context } from '../context.js';
import { enter, enterBatch, enterStream } from '../enter.js';
import { outcomeOf } from '../prepare-batch.js';
import { RunnableBase } from '../runnable.js';

/** The node that a switch selects for one run, and the context in which it runs. */
export interface Selected {
  readonly node: Node | Promise<Node>;
  readonly ctx: Context;
}

/** A node that stands for another, selected by the context of each run; it has no run of its own. */
export abstract class SwitchNode<I, O> extends RunnableBase<I, O> {
  /**
   * Selects the node for a run.
   *
   * @throws {@link InvalidConfigError} for a configurable value that is invalid.
   */
  protected abstract select(ctx: Context): Selected;

  /** The node that runs under a context. */
  chosenBy(ctx: Context): Node | Promise<Node> {
    return this.select(ctx).node;
  }

  override get transparent(): boolean {
    return true;
  }

  override get segment(): string | undefined {
    return undefined;
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const { node, ctx: inner } = this.select(ctx);
    return node instanceof Promise
      ? node.then((made) => enter(made as Node<I, O>, input, inner))
      : enter(node as Node<I, O>, input, inner);
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const { node, ctx: inner } = this.select(ctx);
    return node instanceof Promise
      ? deferred(async () => enterStream((await node) as Node<I, O>, chunks, inner))
      : enterStream(node as Node<I, O>, chunks, inner);
  }

  /** Each selected node gets its inputs as one batch. */
  override async executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): Promise<void> {
    const selected = await Promise.all(contexts.map((ctx) => outcomeOf(() => this.#made(ctx))));
    const groups = new Map<Node, { indices: number[]; contexts: Context[] }>();
    for (const [index, outcome] of selected.entries()) {
      if (outcome instanceof Failure) {
        settle(index, outcome);
        continue;
      }
      const group = groups.get(outcome.node) ?? { indices: [], contexts: [] };
      group.indices.push(index);
      group.contexts.push(outcome.ctx);
      groups.set(outcome.node, group);
    }
    await Promise.all(
      Array.from(groups, ([node, { indices, contexts: inner }]) =>
        enterBatch(
          node as Node<I, O>,
          indices.map((index) => inputs[index] as I),
          inner,
          (at, outcome) => {
            settle(indices[at] as number, outcome);
          },
          Math.max(1, Math.floor(limit / groups.size)),
        ),
      ),
    );
  }

  /** Selects the node for a run, once it has been made. */
  async #made(ctx: Context): Promise<{ readonly node: Node; readonly ctx: Context }> {
    const { node, ctx: inner } = this.select(ctx);
    return { node: await node, ctx: inner };
  }
}

import { Failure, type Node, type Settle } from '../../plan/node.js';
import { deferred } from '../../stream/deferred.js';
import type { Context } from '../context.js';
import { enter, enterBatch, enterStream } from '../enter.js';
import { RunnableBase } from '../runnable.js';

/** The node that takes the place of a switch in one run, and the context it runs in. */
export interface Selected {
  readonly node: Node | Promise<Node>;
  readonly ctx: Context;
}

/** A node that stands for another, chosen by the context of each run; it has no run of its own. */
export abstract class SwitchNode<I, O> extends RunnableBase<I, O> {
  /** Chooses. @throws {@link InvalidConfigError} if a value that decides does not fit. */
  protected abstract select(ctx: Context): Selected;

  /** What runs in its place where a context decides. */
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

  /** Each node that was chosen gets its inputs as one batch. */
  override async executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): Promise<void> {
    const groups = new Map<Node, { indices: number[]; contexts: Context[] }>();
    for (const [index, ctx] of contexts.entries()) {
      try {
        const selected = this.select(ctx);
        const node = await selected.node;
        const group = groups.get(node) ?? { indices: [], contexts: [] };
        group.indices.push(index);
        group.contexts.push(selected.ctx);
        groups.set(node, group);
      } catch (error) {
        settle(index, new Failure(error));
      }
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
}

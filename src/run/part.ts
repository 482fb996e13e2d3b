import type { Node } from '../plan/node.js';
import { isPromiseLike } from '../stream/guards.js';
import type { Context } from './context.js';
import { enter, enterStream, leaving } from './enter.js';
import { Stage, Stages } from './stages.js';

/** Runs a node as a part of another, and records on an error that it left the node. */
export function enterPart<I, O>(node: Node<I, O>, input: I, ctx: Context, tag?: string): O | PromiseLike<O> {
  try {
    const output = enter(node, input, ctx, tag);
    if (!isPromiseLike(output)) return output;
    return output.then(undefined, (error: unknown) => {
      throw leaving(node, error, ctx);
    });
  } catch (error) {
    throw leaving(node, error, ctx);
  }
}

/** Streams through a node as a part of another, and records on an error that it left the node. */
export function enterPartStream<I, O>(
  node: Node<I, O>,
  chunks: AsyncIterable<I>,
  ctx: Context,
  tag?: string,
): AsyncIterable<O> {
  try {
    const source = new Stage(chunks, ctx.scope);
    const output = enterStream(node, source, ctx, tag);
    return new Stages<O>([source, output], (stage, error) => {
      if (stage > 0) leaving(node, error, ctx);
    });
  } catch (error) {
    throw leaving(node, error, ctx);
  }
}

import { passOut, passThrough } from '../errors/path.js';
import { Failure, type Node, type Settle } from '../plan/node.js';
import type { Context } from './context.js';
import { executeMany, type Executed } from './execute-many.js';
import type { Scope } from './scope.js';
import { Stage } from './stages.js';

/**
 * Runs a node inside another: the one place where an aborted run stops and where observation joins in.
 *
 * @param tag - The part of the caller that the node plays, such as `seq:step:1`.
 */
export function enter<I, O>(node: Node<I, O>, input: I, ctx: Context, tag?: string): O | PromiseLike<O> {
  ctx.scope.throwIfAborted();
  return ctx.tracer === undefined ? node.execute(input, ctx) : ctx.tracer.execute(node, input, ctx, tag);
}

/**
 * Begins to run a node inside another, see {@link enter}; unobserved, its answer is the very promise that its function
 * gave. Awaited, the answer goes to {@link complete}.
 *
 * @param tagOf - Makes the tag of the part that the node plays, if somebody observes.
 */
export function begin<I, P>(
  node: Node<I>,
  input: I,
  ctx: Context,
  tagOf: (part: P) => string,
  part: P,
): unknown {
  if (ctx.tracer !== undefined) return enter(node, input, ctx, tagOf(part));
  ctx.scope.throwIfAborted();
  return node.begin(input, ctx);
}

/** Makes the output of what {@link begin} answered; only an object may stand for something else. */
export function complete<I>(node: Node<I>, answer: unknown, input: I, ctx: Context): unknown {
  if (typeof answer !== 'object' || answer === null || ctx.tracer !== undefined) return answer;
  return node.complete(answer, input, ctx);
}

/** Streams through a node inside another, see {@link enter}; once the run is aborted, no pull reaches the node. */
export function enterStream<I, O>(
  node: Node<I, O>,
  chunks: AsyncIterable<I>,
  ctx: Context,
  tag?: string,
): Stage<O> {
  ctx.scope.throwIfAborted();
  const stream =
    ctx.tracer === undefined
      ? node.executeStream(chunks, ctx)
      : ctx.tracer.executeStream(node, chunks, ctx, tag);
  return Stage.of(stream, ctx.scope);
}

/** Runs a batch through a node inside another; see {@link enter}. */
export function enterBatch<I, O>(
  node: Node<I, O>,
  inputs: readonly I[],
  contexts: readonly Context[],
  settle: Settle<O>,
  limit: number,
  tag?: string,
): PromiseLike<void> {
  if (contexts.some(isAborted)) return enterRest(node, inputs, contexts, settle, limit, tag);
  const tracer = contexts[0]?.tracer;
  if (tracer === undefined) return node.executeBatch(inputs, contexts, settle, limit);
  return node.batching || node.transparent
    ? tracer.executeBatch(node, inputs, contexts, settle, limit, tag)
    : executeMany(entering(node, tag), inputs, contexts, settle, limit);
}

/** Runs those inputs of a batch through a node whose runs are not aborted; the others have failed. */
async function enterRest<I, O>(
  node: Node<I, O>,
  inputs: readonly I[],
  contexts: readonly Context[],
  settle: Settle<O>,
  limit: number,
  tag: string | undefined,
): Promise<void> {
  const rest: number[] = [];
  contexts.forEach(({ scope: { failure } }, index) => {
    if (failure === undefined) rest.push(index);
    else settle(index, new Failure(failure.reason));
  });
  if (rest.length === 0) return;
  await enterBatch(
    node,
    rest.map((index) => inputs[index] as I),
    rest.map((index) => contexts[index] as Context),
    (at, outcome) => {
      settle(rest[at] as number, outcome);
    },
    limit,
    tag,
  );
}

function isAborted({ scope }: Context): boolean {
  return scope.failure !== undefined;
}

/** Enters a node for each input of a batch, which thus has a run of its own from when it is worked on. */
function entering<I, O>(node: Node<I, O>, tag: string | undefined): Executed<I, O> {
  return {
    begin: (input, ctx) => enter(node, input, ctx, tag),
    complete: (answer) => answer as O,
  };
}

/**
 * Notes on an error that it left a node, and gives it back to be thrown on.
 *
 * The reason of an abortion is left alone: it comes from outside, to many places at once.
 *
 * @param ctx - The context of whoever called the node.
 */
export function leaving(node: Node, error: unknown, ctx: Context): unknown {
  if (ctx.scope.failure?.reason !== error) passThrough(error, node.segment, ctx.scope);
  return error;
}

/**
 * Notes on an error that it left a call; the reason of an abortion is left alone here, too.
 *
 * @param scope - The scope of the run that failed.
 * @param caller - The scope that the call was made from, if it was made inside a run.
 */
export function leavingCall(node: Node, error: unknown, scope: Scope, caller = scope.parent): void {
  if (scope.failure?.reason === error) return;
  passThrough(error, node.segment, scope);
  passOut(error, caller);
}

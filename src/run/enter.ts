import { passOut, passThrough } from '../errors/path.js';
import { Failure, type Node, type Settle } from '../plan/node.js';
import type { Context } from './context.js';
import { executeMany, type Executed } from './execute-many.js';
import type { Scope } from './scope.js';
import { Stage } from './stages.js';

/**
 * Runs a node inside another: the one place where aborted runs stop and observers are involved.
 *
 * @param tag - The role of the node in its caller, such as `seq:step:1`.
 */
export function enter<I, O>(node: Node<I, O>, input: I, ctx: Context, tag?: string): O | PromiseLike<O> {
  ctx.scope.throwIfAborted();
  return ctx.tracer === undefined ? node.execute(input, ctx) : ctx.tracer.execute(node, input, ctx, tag);
}

/**
 * Starts to run a node inside another, see {@link enter}; unobserved, the result is the very promise that its function
 * returned. The awaited result goes to {@link complete}.
 *
 * @param tagOf - Makes the tag of the node's role, if the run is observed.
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

/** Turns the awaited result of {@link begin} into the output; only an object can differ from it. */
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

/** Runs those inputs of a batch that are not aborted through a node; the others are settled as failed. */
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

/** Enters a node for each input of a batch by itself, so that the run of an input starts when the limit lets it. */
function entering<I, O>(node: Node<I, O>, tag: string | undefined): Executed<I, O> {
  return {
    begin: (input, ctx) => enter(node, input, ctx, tag),
    complete: (answer) => answer as O,
  };
}

/**
 * Records on an error that it left a node, and returns it to be rethrown.
 *
 * Abort reasons are not marked: they come from outside, and reach many places at once.
 *
 * @param ctx - The context of the node's caller.
 */
export function leaving(node: Node, error: unknown, ctx: Context): unknown {
  if (ctx.scope.failure?.reason !== error) passThrough(error, node.segment, ctx.scope);
  return error;
}

/**
 * Records on an error that it left a call; abort reasons are not marked here, either.
 *
 * @param scope - The scope of the run that failed.
 * @param caller - The scope that the call was made from, if it was made inside a run.
 */
export function leavingCall(node: Node, error: unknown, scope: Scope, caller = scope.parent): void {
  if (scope.failure?.reason === error) return;
  passThrough(error, node.segment, scope);
  passOut(error, caller);
}

import { OutsideRunError } from '../errors/run-errors.js';
import type { Callbacks } from '../plan/callbacks.js';
import type { ExecutionContext, Node, Settle, Tracer } from '../plan/node.js';
import type { RunInfo } from '../plan/run.js';
import { deferred, EMPTY } from '../stream/deferred.js';
import { fold } from '../stream/fold.js';
import { once } from '../stream/once.js';
import { Audience, localOf, wantsWhole, type Local } from './audience.js';
import { joinedBy, withoutJoining } from './joining.js';
import { OpenRun } from './open-run.js';
import { executeBatchTraced } from './traced-batch.js';
import { executeTraced } from './traced-execution.js';
import { TracedStream } from './traced-stream.js';

/** The tracer of the runs that start inside a run, or outside of any: opens a run for each node that has its own. */
export class Observation implements Tracer {
  constructor(
    readonly audience: Audience,
    readonly parent: OpenRun | undefined,
    readonly local: Local | undefined,
  ) {}

  get run(): RunInfo | undefined {
    return this.parent?.record.place;
  }

  get callbacks(): readonly object[] {
    return this.audience.callbacks;
  }

  execute<I, O>(
    node: Node<I, O>,
    input: I,
    ctx: ExecutionContext,
    tag: string | undefined,
  ): O | PromiseLike<O> {
    if (node.transparent) return node.execute(input, tagged(ctx, tag));
    return executeTraced(this.open(node, ctx, tag, false), node, input);
  }

  executeStream<I, O>(
    node: Node<I, O>,
    chunks: AsyncIterable<I>,
    ctx: ExecutionContext,
    tag: string | undefined,
  ): AsyncIterable<O> {
    if (node.transparent) return node.executeStream(chunks, tagged(ctx, tag));
    if (node.streaming !== 'once') {
      const whole = node.streaming === 'whole' || this.#wantsWhole(ctx);
      return new TracedStream(node, chunks, ctx, whole, () => this.open(node, ctx, tag, !whole));
    }
    return deferred(async () => {
      const { empty, value } = await fold(chunks);
      if (empty) return EMPTY;
      ctx.scope.throwIfAborted();
      return once(await this.execute(node, value, ctx, tag));
    });
  }

  executeBatch<I, O>(
    node: Node<I, O>,
    inputs: readonly I[],
    contexts: readonly ExecutionContext[],
    settle: Settle<O>,
    limit: number,
    tag: string | undefined,
  ): PromiseLike<void> {
    if (node.transparent) {
      return node.executeBatch(
        inputs,
        contexts.map((ctx) => tagged(ctx, tag)),
        settle,
        limit,
      );
    }
    // Each input of a batch may have a config, and so observers, of its own.
    const runs = contexts.map((ctx) => (ctx.tracer as Observation).open(node, ctx, tag, false));
    return executeBatchTraced(node, inputs, runs, settle, limit);
  }

  async dispatch(name: string, data: unknown): Promise<void> {
    if (this.parent === undefined) throw new OutsideRunError(name);
    await this.parent.dispatch({ name, data });
  }

  #wantsWhole({ identity }: ExecutionContext): boolean {
    const { audience, local } = this;
    return (
      audience.wantsWhole ||
      (identity?.observers?.some(wantsWhole) ?? false) ||
      (local?.observers.some(wantsWhole) ?? false)
    );
  }

  get prefersStreaming(): boolean {
    return this.parent?.observers.some((observer) => observer.prefersStreaming === true) ?? false;
  }

  chunk(chunk: unknown): Promise<void> | undefined {
    return this.parent?.chunk(chunk);
  }

  open(node: Node, ctx: ExecutionContext, tag: string | undefined, streamed: boolean): OpenRun {
    return new OpenRun(this, node, ctx, tag, streamed, inside);
  }
}

/**
 * Creates the tracer of a call that has callbacks, or of a runnable that has observers of its own.
 *
 * Callbacks that have come through another library may name the run there that the call belongs to.
 *
 * @param above - The tracer of the run that the call is made in.
 */
export function observe(callbacks: Callbacks | undefined, above: Tracer | undefined): Tracer {
  const joined = callbacks === undefined ? undefined : joinedBy(callbacks);
  const around = joined ?? above;
  const { audience, parent, local } =
    around instanceof Observation ? around : { audience: Audience.none, parent: undefined, local: undefined };
  const added = callbacks === undefined || joined === undefined ? callbacks : withoutJoining(callbacks);
  return new Observation(
    added === undefined ? audience : audience.with(added),
    parent,
    joinLocals(local, localOf(added)),
  );
}

/** Joins what the callbacks of a call and those bound to its runnable have for the next run. */
function joinLocals(call: Local | undefined, bound: Local | undefined): Local | undefined {
  if (call === undefined || bound === undefined) return call ?? bound;
  return {
    observers: [...call.observers, ...bound.observers],
    tag: call.tag ?? bound.tag,
    parentRunId: call.parentRunId ?? bound.parentRunId,
  };
}

function inside(run: OpenRun): Tracer {
  return new Observation(run.audience, run, undefined);
}

/** A transparent node has no run that could bear its tag, so the run of what it contains does. */
function tagged(ctx: ExecutionContext, tag: string | undefined): ExecutionContext {
  return tag === undefined ? ctx : ctx.identified({ ...ctx.identity, tag });
}

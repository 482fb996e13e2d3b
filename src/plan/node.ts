import type { RunnableConfig } from './config.js';
import type { RunContext } from './context.js';
import type { RunInfo } from './run.js';
import type { Structure } from './structure.js';

/** What became of one input of a batch: its output, or a {@link Failure}. */
export type Outcome<O> = O | Failure;

/** A failure as a value inside the library, so that an Error that is an output is never taken for one. */
export class Failure {
  constructor(readonly error: unknown) {}
}

/** Takes what became of one input of a batch as soon as it is known. */
export type Settle<O> = (index: number, outcome: Outcome<O>) => void;

/**
 * A runnable as the executor sees it: immutable, with a kind and three verbs.
 *
 * Nodes call one another by `enter`, `enterStream` and `enterBatch` alone, where abortion and observation join in.
 */
export interface Node<I = unknown, O = unknown> {
  /** The kind of node, such as `'sequence'`; what graphs and serialisation tell nodes apart by. */
  readonly kind: string;
  /** A transparent node has no run of its own: what it contains takes its place. */
  readonly transparent: boolean;
  /** The node's part of a run's path; undefined where it adds none. */
  readonly segment: string | undefined;
  /** The name it was given, if any. */
  readonly name: string | undefined;
  getName(suffix?: string): string;
  /** What it is made of; for some nodes that depends on the config. */
  structure(config?: RunnableConfig): Structure<Node>;
  /** One input to one output, synchronously where nothing in it is asynchronous. */
  execute(input: I, ctx: ExecutionContext): O | PromiseLike<O>;
  /** Starts `execute`; its answer, awaited, goes to `complete`, which makes the output of it. */
  begin(input: I, ctx: ExecutionContext): unknown;
  complete(answer: unknown, input: I, ctx: ExecutionContext): O | PromiseLike<O>;
  /** Chunks of one input to chunks of one output, pulled by whoever reads them. */
  executeStream(chunks: AsyncIterable<I>, ctx: ExecutionContext): AsyncIterable<O>;
  /** Many inputs, each with its own context; every index is settled once, and all are when the promise resolves. */
  executeBatch(
    inputs: readonly I[],
    contexts: readonly ExecutionContext[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void>;
}

/** The part of a run that is cancelled as a whole. */
export interface CancelScope {
  /** Why it was aborted; undefined while it was not. */
  readonly failure: { readonly reason: unknown } | undefined;
  /** Aborts everything in the scope; the first reason stays. */
  abort(reason: unknown): void;
  /** Calls back at once when the scope is aborted; the function given back takes the listener away. */
  onAbort(listener: (reason: unknown) => void): () => void;
}

/** What names one run alone and is not handed on to the runs below it. */
export interface RunIdentity {
  readonly runName?: string | undefined;
  readonly runId?: string | undefined;
  /** Tag that the parent gives the run, such as `seq:step:1`. */
  readonly tag?: string | undefined;
}

/** The context as the executor and the observers see it; user code sees it as a {@link RunContext}. */
export interface ExecutionContext extends RunContext {
  readonly scope: CancelScope;
  /** Observes every run of the tree; undefined when nobody does, which then costs one comparison a step. */
  readonly tracer?: Tracer | undefined;
  /** Names the next run that starts from this context. */
  readonly identity?: RunIdentity | undefined;
  /** A copy for the inside of a run that a tracer has started. */
  forRun(run: RunInfo, tracer: Tracer): ExecutionContext;
  /** A copy that names the next run. */
  identified(identity: RunIdentity | undefined): ExecutionContext;
}

/** Stands between a node and its caller while somebody observes: starts a run, calls the node's verb, ends the run. */
export interface Tracer {
  execute<I, O>(
    node: Node<I, O>,
    input: I,
    ctx: ExecutionContext,
    tag: string | undefined,
  ): O | PromiseLike<O>;
  executeStream<I, O>(
    node: Node<I, O>,
    chunks: AsyncIterable<I>,
    ctx: ExecutionContext,
    tag: string | undefined,
  ): AsyncIterable<O>;
  executeBatch<I, O>(
    node: Node<I, O>,
    inputs: readonly I[],
    contexts: readonly ExecutionContext[],
    settle: Settle<O>,
    limit: number,
    tag: string | undefined,
  ): PromiseLike<void>;
  dispatch(name: string, data: unknown, ctx: ExecutionContext): Promise<void>;
}

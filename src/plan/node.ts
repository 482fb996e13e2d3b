import type { RunnableConfig } from './config.js';
import type { RunContext } from './context.js';
import type { Observer } from './observer.js';
import type { RunInfo, RunType } from './run.js';
import type { Structure } from './structure.js';

/** The result of one input of a batch: its output, or a {@link Failure}. */
export type Outcome<O> = O | Failure;

/** A failure as a value inside the library, so that an Error that is an output is never taken for one. */
export class Failure {
  constructor(readonly error: unknown) {}
}

/** Receives the result of one input of a batch as soon as it is known. */
export type Settle<O> = (index: number, outcome: Outcome<O>) => void;

/** Wraps a node in another. */
export type Wrap = (inner: Node) => Node;

/**
 * How a node streams: `'chunks'` while its input arrives, `'whole'` once its input is complete, `'once'` by giving its
 * output as a single chunk.
 */
export type Streaming = 'chunks' | 'whole' | 'once';

/**
 * A runnable as the executor sees it: immutable, with a kind and three verbs.
 *
 * Nodes call one another only through `enter`, `enterStream` and `enterBatch`, which check for abortion and involve the
 * observers.
 */
export interface Node<I = unknown, O = unknown> {
  /** The kind of node, such as `'sequence'`. */
  readonly kind: string;
  /** Whether it has no run of its own: the runs of what it contains take its place. */
  readonly transparent: boolean;
  /** The node's part of a run's path; undefined where it adds none. */
  readonly segment: string | undefined;
  /** The name it was given, if any. */
  readonly name: string | undefined;
  /** Its own name, or that of its kind. */
  getName(suffix?: string): string;
  /** A description for people. */
  toString(): string;
  /** What it consists of, which for some nodes depends on the config. */
  structure(config?: RunnableConfig): Structure<Node>;
  /** The type of its runs; `'chain'` if undefined. */
  readonly runType?: RunType | undefined;
  /** What observers see in place of an input, such as messages in place of a string. */
  shown?(input: I): unknown;
  /** How it streams, and so how its runs appear to observers. */
  readonly streaming: Streaming;
  /** Whether it processes a batch as a whole, rather than each input by itself. */
  readonly batching: boolean;
  /** How many inputs of a batch run at once where the caller sets no limit; unlimited if undefined. */
  readonly boundConcurrency: number | undefined;
  /** Whether bindings apply to another node, which it runs on each element of a list. */
  readonly elementwise: boolean;
  /**
   * Applies a wrapper that belongs next to the work, such as a retry. A node with layers of its own, such as a binding,
   * keeps them outside the wrapper.
   */
  wrapWork(wrap: Wrap): Node;
  /** Applies a wrapper that belongs around each call, such as a config; an elementwise node passes it on. */
  wrapCall(wrap: Wrap): Node;
  /** Turns one input into one output, synchronously if nothing in it is asynchronous. */
  execute(input: I, ctx: ExecutionContext): O | PromiseLike<O>;
  /**
   * Starts `execute`; the awaited result is the output, unless it is an object, which `complete` turns into the output.
   */
  begin(input: I, ctx: ExecutionContext): unknown;
  /** Turns the awaited result of `begin` into the output. */
  complete(answer: unknown, input: I, ctx: ExecutionContext): O | PromiseLike<O>;
  /** Turns chunks of one input into chunks of one output, pulled by the reader. */
  executeStream(chunks: AsyncIterable<I>, ctx: ExecutionContext): AsyncIterable<O>;
  /**
   * Runs many inputs, each with its own context. Every index is settled exactly once, and all are when the promise
   * resolves. The promise rejects only before anything has run, for a fault of the batch as a whole.
   */
  executeBatch(
    inputs: readonly I[],
    contexts: readonly ExecutionContext[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void>;
}

/** The part of a run that is cancelled as a whole. */
export interface CancelScope {
  /** Why it was aborted; undefined unless it was. */
  readonly failure: { readonly reason: unknown } | undefined;
  /** Whether anything other than the run itself can abort it. */
  readonly abortable: boolean;
  /** Whether the run was started by `invokeSync`, so that it cannot wait for promises. */
  readonly synchronous: boolean;
  /** Whether the reader closed its stream, which is no failure. */
  readonly left: boolean;
  /** Throws the reason if it was aborted. */
  throwIfAborted(): void;
  /** Aborts everything in the scope; the first reason wins. */
  abort(reason: unknown): void;
  /** Calls the listener as soon as the scope is aborted; the function returned removes it. */
  onAbort(listener: (reason: unknown) => void): () => void;
}

/** What belongs to one run alone and is not inherited by the runs below it. */
export interface RunIdentity {
  readonly runName?: string | undefined;
  readonly runId?: string | undefined;
  /** Whose run these name: in an unobserved run they are never removed, and so reach other nodes, too. */
  readonly named?: Node | undefined;
  /** Tag for the run's role in its parent, such as `seq:step:1`. */
  readonly tag?: string | undefined;
  /** Observers of this run in addition to those of the whole tree; the outermost first. */
  readonly observers?: readonly Observer[] | undefined;
}

/** The context as the executor and observers see it; user code sees a {@link RunContext}. */
export interface ExecutionContext extends RunContext {
  readonly scope: CancelScope;
  /** Observes every run of the tree; undefined without observers, which then cost one comparison per step. */
  readonly tracer?: Tracer | undefined;
  /** Names the next run that starts from this context. */
  readonly identity?: RunIdentity | undefined;
  /** A copy for the inside of a run that the tracer has started. */
  forRun(run: RunInfo, tracer: Tracer): ExecutionContext;
  /** A copy that names the next run. */
  identified(identity: RunIdentity | undefined): ExecutionContext;
}

/** Stands between a node and its caller in an observed run: starts a run, calls the node's verb, ends the run. */
export interface Tracer {
  /** The run whose children it observes; undefined outside any run. */
  readonly run: RunInfo | undefined;
  /** The observers of every run below, in the form of a config's `callbacks`. */
  readonly callbacks: readonly object[];
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
  /** Whether an observer asks invoked runs to stream where they can. */
  readonly prefersStreaming: boolean;
  /** Reports a chunk of its {@link Tracer.run | run} where that is invoked and streams nevertheless. */
  chunk(chunk: unknown): Promise<void> | undefined;
}

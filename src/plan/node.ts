import type { RunnableConfig } from './config.js';
import type { RunContext } from './context.js';
import type { Observer } from './observer.js';
import type { RunInfo, RunType } from './run.js';
import type { Structure } from './structure.js';

/** What became of one input of a batch: its output, or a {@link Failure}. */
export type Outcome<O> = O | Failure;

/** A failure as a value inside the library, so that an Error that is an output is never taken for one. */
export class Failure {
  constructor(readonly error: unknown) {}
}

/** Takes what became of one input of a batch as soon as it is known. */
export type Settle<O> = (index: number, outcome: Outcome<O>) => void;

/** Puts something around a node. */
export type Wrap = (inner: Node) => Node;

/**
 * How a node streams: `'chunks'` as its input comes in, `'whole'` from its complete input on, `'once'` by giving its
 * output as a single chunk.
 */
export type Streaming = 'chunks' | 'whole' | 'once';

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
  /** Its own name, or that of its kind. */
  getName(suffix?: string): string;
  /** What it is made of, for people. */
  toString(): string;
  /** What it is made of; for some nodes that depends on the config. */
  structure(config?: RunnableConfig): Structure<Node>;
  /** What kind of work its runs are; `'chain'` where it does not say. */
  readonly runType?: RunType | undefined;
  /** What observers are shown of an input where that is not the input itself, such as messages in the place of a text. */
  shown?(input: I): unknown;
  /** How it streams, which is what its runs look like to observers. */
  readonly streaming: Streaming;
  /** Whether it works on a batch as a whole; a node that does not runs each input by itself. */
  readonly batching: boolean;
  /** How many inputs of a batch it works on at once where the caller does not say; unlimited if undefined. */
  readonly boundConcurrency: number | undefined;
  /** Whether what is bound to it goes to another node, which it calls for each element of a list. */
  readonly elementwise: boolean;
  /**
   * Applies a wrapper whose place is next to the work, such as a retry. A node with layers of its own, as a binding has,
   * keeps them outside of it.
   */
  wrapWork(wrap: Wrap): Node;
  /** Applies a wrapper whose place is around each call, such as a config; an elementwise node passes it on. */
  wrapCall(wrap: Wrap): Node;
  /** One input to one output, synchronously where nothing in it is asynchronous. */
  execute(input: I, ctx: ExecutionContext): O | PromiseLike<O>;
  /** Starts `execute`; its answer, awaited, is the output unless it is an object: `complete` makes the output of that. */
  begin(input: I, ctx: ExecutionContext): unknown;
  /** Makes the output of what `begin` answered, once that is there. */
  complete(answer: unknown, input: I, ctx: ExecutionContext): O | PromiseLike<O>;
  /** Chunks of one input to chunks of one output, pulled by whoever reads them. */
  executeStream(chunks: AsyncIterable<I>, ctx: ExecutionContext): AsyncIterable<O>;
  /**
   * Many inputs, each with its own context; every index is settled once, and all are when the promise resolves. It
   * rejects before anything has run, if it does, for a mistake that is not one input's alone.
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
  /** Why it was aborted; undefined while it was not. */
  readonly failure: { readonly reason: unknown } | undefined;
  /** Whether anything but the run itself can abort it. */
  readonly abortable: boolean;
  /** Whether the run was started by `invokeSync`, so that nothing can be waited for. */
  readonly synchronous: boolean;
  /** Whether it was closed by whoever read its stream, which is no failure. */
  readonly left: boolean;
  /** Throws why it was aborted, if it was. */
  throwIfAborted(): void;
  /** Aborts everything in the scope; the first reason stays. */
  abort(reason: unknown): void;
  /** Calls back at once when the scope is aborted; the function given back takes the listener away. */
  onAbort(listener: (reason: unknown) => void): () => void;
}

/** What names one run alone and is not handed on to the runs below it. */
export interface RunIdentity {
  readonly runName?: string | undefined;
  readonly runId?: string | undefined;
  /** Whose run these name; unobserved, they are never taken away, and so are found by others, too. */
  readonly named?: Node | undefined;
  /** Tag that the parent gives the run, such as `seq:step:1`. */
  readonly tag?: string | undefined;
  /** Who observes the run besides those that observe the whole tree; the outermost first. */
  readonly observers?: readonly Observer[] | undefined;
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
  /** The run whose inside it observes; undefined outside of any. */
  readonly run: RunInfo | undefined;
  /** Who observes every run below, as the `callbacks` of a config name them. */
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
  /** Whether an observer wants a run that could stream to do so though it is invoked. */
  readonly prefersStreaming: boolean;
  /** Tells of a chunk of the run that it observes the inside of, where that run is invoked and streams nevertheless. */
  chunk(chunk: unknown): Promise<void> | undefined;
}

import type { ExecutionContext, Tracer } from '../plan/node.js';
import type { RunType } from '../plan/run.js';
import { joining, type JoiningHandler } from '../observe/joining.js';
import { Observation } from '../observe/observation.js';
import type { OpenRun } from '../observe/open-run.js';
import type { Context } from '../run/context.js';
import { isDeferred, modelChunk, modelOutput, runName, toolInput, unwrapped } from './handler-values.js';
import { InnerRunnable } from './inner-runnable.js';

/** What a handler's method returns: undefined where nobody has to be waited for. */
type Notified = Promise<void> | undefined;

/** How a run of this library enters LangChain.js: as a step that is invoked or streamed, or by a call inside a step. */
export type Crossing = 'invoked' | 'streamed' | 'called';

interface Start {
  readonly runType: RunType;
  readonly name: string;
  readonly input: unknown;
  readonly runId: string;
  readonly parentRunId: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
  readonly deferred?: boolean;
}

/**
 * A callback handler of LangChain.js that records the runs there in the run tree of this library.
 *
 * Where a runnable of LangChain.js is itself a step, its outermost run there is the run of the step, and gets no record of
 * its own. LangChain.js passes the handler on to everything that runs inside; a runnable of this library that is called
 * there finds the handler and joins the tree.
 */
export class RunBridge implements JoiningHandler {
  /** LangChain.js calls `tapOutputIterable`, which sees the chunks of chains, only on handlers of this name. */
  readonly name = 'log_stream_tracer';
  readonly awaitHandlers = true;
  /** An error of an observer that is to fail the run has to fail it there. */
  readonly raiseError = true;
  readonly #runs = new Map<string, OpenRun>();
  /** The id there of the run that is the same as the one above. */
  #same: string | undefined;

  /**
   * @param above - The run in which LangChain.js is called.
   * @param crossing - Whether that run is itself a step of LangChain.js, or calls LangChain.js.
   */
  constructor(
    readonly above: OpenRun,
    readonly crossing: Crossing,
  ) {}

  get lc_prefer_streaming(): boolean {
    return this.above.observers.some(({ prefersStreaming }) => prefersStreaming === true);
  }

  [joining](parentRunId: string | undefined): Tracer | undefined {
    return this.#runOf(parentRunId).ctx.tracer;
  }

  handleChainStart(
    ...[serialized, inputs, runId, parentRunId, tags, metadata, runType, name]: StartArguments
  ): Notified {
    const deferred = isDeferred(inputs);
    const input = deferred ? undefined : unwrapped(inputs, 'input');
    const type = typeof runType === 'string' ? (runType as RunType) : 'chain';
    const start = { runType: type, name: runName(name, serialized), input, deferred };
    return this.#start({ ...start, runId, parentRunId, tags, metadata });
  }

  handleChatModelStart(...[serialized, messages, ...rest]: ModelStartArguments): Notified {
    return this.#startModel('chat_model', runName(rest[5], serialized), first(messages), rest);
  }

  handleLLMStart(...[serialized, prompts, ...rest]: ModelStartArguments): Notified {
    return this.#startModel('llm', runName(rest[5], serialized), first(prompts), rest);
  }

  handleToolStart(...[serialized, text, runId, parentRunId, tags, metadata, name]: StartArguments): Notified {
    const input = toolInput(text);
    const start = { runType: 'tool', name: runName(name, serialized), input } as const;
    return this.#start({ ...start, runId, parentRunId, tags, metadata });
  }

  handleRetrieverStart(
    ...[serialized, input, runId, parentRunId, tags, metadata, name]: StartArguments
  ): Notified {
    const start = { runType: 'retriever', name: runName(name, serialized), input } as const;
    return this.#start({ ...start, runId, parentRunId, tags, metadata });
  }

  handleLLMNewToken(...[token, , runId, , , fields]: TokenArguments): Notified {
    if (runId === this.#same) {
      // The step reports the chunks of a streamed run itself.
      if (this.crossing !== 'invoked') return undefined;
      return this.above.chunk(modelChunk(this.above.record.runType, token, fields, runId));
    }
    const run = this.#runs.get(runId);
    return run?.chunk(modelChunk(run.record.runType, token, fields, runId));
  }

  /** Reports the chunks of a chain as they pass. */
  async *tapOutputIterable(runId: string, chunks: AsyncIterable<unknown>): AsyncGenerator<unknown, void> {
    const run = this.#runs.get(runId);
    for await (const chunk of chunks) {
      await run?.chunk(chunk);
      yield chunk;
    }
  }

  handleChainEnd(...[outputs, runId, , , kwargs]: EndArguments): Notified {
    const run = this.#take(runId);
    if (run === undefined) return undefined;
    if (run.record.streamed) run.input = lateInput(kwargs);
    return run.end(unwrapped(outputs, 'output'));
  }

  handleLLMEnd(...[result, runId]: EndArguments): Notified {
    const run = this.#take(runId);
    return run?.end(modelOutput(run.record.runType, result));
  }

  handleToolEnd(...[output, runId]: EndArguments): Notified {
    return this.#take(runId)?.end(output);
  }

  handleRetrieverEnd(...[documents, runId]: EndArguments): Notified {
    return this.#take(runId)?.end(documents);
  }

  handleChainError(...[error, runId, , , kwargs]: EndArguments): Notified {
    const run = this.#take(runId);
    if (run?.record.streamed === true) run.input = lateInput(kwargs);
    return run?.fail(error);
  }

  handleLLMError(...[error, runId]: EndArguments): Notified {
    return this.#take(runId)?.fail(error);
  }

  handleToolError(...[error, runId]: EndArguments): Notified {
    return this.#take(runId)?.fail(error);
  }

  handleRetrieverError(...[error, runId]: EndArguments): Notified {
    return this.#take(runId)?.fail(error);
  }

  handleCustomEvent(name: string, data: unknown, runId: string): Notified {
    return this.#runOf(runId).dispatch({ name, data });
  }

  #startModel(runType: RunType, name: string, input: unknown, rest: ModelStartRest): Notified {
    const [runId, parentRunId, , tags, metadata] = rest;
    return this.#start({ runType, name, input, runId, parentRunId, tags, metadata });
  }

  #start(start: Start): Notified {
    const { runType, runId, parentRunId } = start;
    if (this.#same === undefined && this.#isOutermost(parentRunId) && this.#isSame(runType)) {
      this.#same = runId;
      return undefined;
    }
    const run = open(this.#runOf(parentRunId), start);
    this.#runs.set(runId, run);
    if (start.deferred !== true) run.input = start.input;
    return run.start();
  }

  #isOutermost(parentRunId: string | undefined): boolean {
    return parentRunId === undefined || !this.#runs.has(parentRunId);
  }

  #isSame(runType: RunType): boolean {
    return this.crossing !== 'called' && runType === this.above.record.runType;
  }

  /** The record of a run there, or the run above if it has none of its own. */
  #runOf(runId: string | undefined): OpenRun {
    return (runId === undefined ? undefined : this.#runs.get(runId)) ?? this.above;
  }

  #take(runId: string): OpenRun | undefined {
    const run = this.#runs.get(runId);
    this.#runs.delete(runId);
    return run;
  }
}

function open(parent: OpenRun, start: Start): OpenRun {
  const { runType, name, tags, metadata, deferred = false } = start;
  const around = parent.ctx as ExecutionContext & Pick<Context, 'inherited' | 'inheriting'>;
  const { inherited } = around;
  const ctx = around
    .inheriting({
      ...inherited,
      tags: tags ?? inherited.tags,
      metadata: { ...inherited.metadata, ...metadata },
    })
    // The id that the run above has passed on must not be used twice.
    .identified({ runId: start.runId === parent.record.id ? undefined : start.runId });
  const observation = new Observation(parent.audience, parent, undefined);
  return observation.open(new InnerRunnable(name, runType), ctx, undefined, deferred);
}

/** The input of a chain that came in chunks; where LangChain.js passes none, the empty string of its start was the input. */
function lateInput(kwargs: EndArguments[4]): unknown {
  return kwargs?.inputs === undefined ? '' : unwrapped(kwargs.inputs, 'input');
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : list;
}

type Tags = readonly string[] | undefined;
type Metadata = Readonly<Record<string, unknown>> | undefined;
type ParentId = string | undefined;

/** The arguments with which LangChain.js calls the methods of handlers. */
type StartArguments = [
  serialized: unknown,
  input: unknown,
  runId: string,
  parentRunId: ParentId,
  tags: Tags,
  metadata: Metadata,
  runTypeOrName?: unknown,
  name?: unknown,
];
type ModelStartRest = [
  runId: string,
  parentRunId: ParentId,
  extra: unknown,
  tags: Tags,
  metadata: Metadata,
  name?: unknown,
];
type ModelStartArguments = [serialized: unknown, input: unknown, ...rest: ModelStartRest];
type TokenArguments = [
  token: string,
  position: unknown,
  runId: string,
  parentRunId: ParentId,
  tags: Tags,
  fields?: unknown,
];
type EndArguments = [
  outcome: unknown,
  runId: string,
  parentRunId?: ParentId,
  tags?: Tags,
  kwargs?: { readonly inputs?: unknown },
];

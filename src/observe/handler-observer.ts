import type { CallbackHandler } from '../plan/callbacks.js';
import type { RunContext } from '../plan/context.js';
import type { DispatchedEvent, Observer } from '../plan/observer.js';
import type { Run } from '../plan/run.js';
import {
  chatMessages,
  conversationText,
  inputText,
  llmResult,
  modelParameters,
  retrieverQuery,
  tokenOf,
  toolArguments,
  toolCallId,
  valuesOf,
} from './handler-values.js';
import { HandlerTaps } from './handler-taps.js';
import { presented } from './presented.js';
import type { TracedRun } from './run-record.js';
import { serializedOf } from './serialized.js';

type Method = (this: object, ...args: unknown[]) => unknown;
type Methods = Readonly<Record<string, Method | undefined>>;

const METHODS = [
  ...['handleChainStart', 'handleChainEnd', 'handleChainError'],
  ...['handleLLMStart', 'handleChatModelStart', 'handleLLMNewToken', 'handleLLMEnd', 'handleLLMError'],
  ...['handleToolStart', 'handleToolEnd', 'handleToolError'],
  ...['handleRetrieverStart', 'handleRetrieverEnd', 'handleRetrieverError'],
  'handleCustomEvent',
] as const satisfies readonly (keyof CallbackHandler)[];

const adapters = new WeakMap<object, Observer>();

/** The observer for an entry of a config's `callbacks`: the entry itself, or the adapter of a handler. */
export function observerOf(entry: Observer | CallbackHandler): Observer {
  if (!isHandler(entry)) return entry;
  let adapter = adapters.get(entry);
  if (adapter === undefined) adapters.set(entry, (adapter = new HandlerObserver(entry)));
  return adapter;
}

function isHandler(entry: object): entry is CallbackHandler {
  return METHODS.some((method) => typeof (entry as CallbackHandler)[method] === 'function');
}

/** What a warning calls a handler: its class, or the name that it gives itself. */
function nameOf(handler: CallbackHandler): string {
  const { constructor: type } = handler as { readonly constructor?: { readonly name: string } };
  return type === undefined || type === Object ? (handler.name ?? 'handler') : type.name;
}

/** The families of handler methods; the type of a run decides which of them its handlers are called by. */
type Family = 'Chain' | 'LLM' | 'Tool' | 'Retriever';

/** Calls a LangChain.js handler with the arguments that its callback manager would give. */
class HandlerObserver implements Observer {
  readonly name: string;
  readonly #methods: Methods;
  readonly #taps: HandlerTaps | undefined;

  constructor(readonly handler: CallbackHandler) {
    this.name = nameOf(handler);
    this.#methods = handler as Methods;
    this.#taps = HandlerTaps.of(handler);
  }

  get raiseError(): boolean {
    return this.handler.raiseError === true;
  }
  get prefersStreaming(): boolean {
    return this.handler.lc_prefer_streaming === true;
  }
  get background(): boolean {
    return this.handler.background === true;
  }

  onStart(run: Run, ctx: RunContext): unknown {
    switch (this.#familyOf(run)) {
      case 'Chain':
        return this.#startChain(run as TracedRun);
      case 'LLM':
        return this.#startModel(run as TracedRun, modelParameters(ctx));
      case 'Tool':
        return this.#startTool(run as TracedRun);
      case 'Retriever':
        return this.#startRetriever(run as TracedRun);
      default:
        return undefined;
    }
  }

  onChunk(run: Run, chunk: unknown): unknown {
    const family = this.#familyOf(run);
    const { id, parent, tags } = run;
    if (family === 'Chain') return this.#taps?.chunk(id, presented(chunk));
    if (this.#methods['handleLLMNewToken'] === undefined || family !== 'LLM') return undefined;
    const { token, fields } = tokenOf(run.runType, presented(chunk));
    return this.#call('handleLLMNewToken', token, { prompt: 0, completion: 0 }, id, parent?.id, tags, fields);
  }

  onEnd(run: Run): unknown {
    const read = this.#taps?.end(run.id);
    return read === undefined ? this.#end(run) : read.then(() => this.#end(run));
  }

  onError(run: Run): unknown {
    const read = this.#taps?.end(run.id);
    return read === undefined ? this.#fail(run) : read.then(() => this.#fail(run));
  }

  #end(run: Run): unknown {
    const { runType } = run;
    const output = presented(run.output);
    switch (this.#familyOf(run)) {
      case 'Chain':
        return this.#finish('handleChainEnd', run, valuesOf(output, 'output'), this.#inputsOf(run));
      case 'LLM':
        return this.#finish('handleLLMEnd', run, llmResult(runType, output), undefined);
      case 'Tool':
        return this.#finish('handleToolEnd', run, output);
      case 'Retriever':
        return this.#finish('handleRetrieverEnd', run, output);
      default:
        return undefined;
    }
  }

  #fail(run: Run): unknown {
    switch (this.#familyOf(run)) {
      case 'Chain':
        return this.#finish('handleChainError', run, run.error, this.#inputsOf(run));
      case 'LLM':
        return this.#finish('handleLLMError', run, run.error, undefined);
      case 'Tool':
        return this.#finish('handleToolError', run, run.error);
      case 'Retriever':
        return this.#finish('handleRetrieverError', run, run.error);
      default:
        return undefined;
    }
  }

  onCustomEvent(run: Run, { name, data }: DispatchedEvent): unknown {
    if (this.handler.ignoreCustomEvent === true) return undefined;
    const { inheritedTags, metadata } = run as TracedRun;
    return this.#call('handleCustomEvent', name, data, run.id, inheritedTags, metadata);
  }

  /** The family of methods for a run; undefined if the handler ignores it. */
  #familyOf({ runType }: Run): Family | undefined {
    const { ignoreChain, ignoreLLM, ignoreAgent, ignoreRetriever } = this.handler;
    switch (runType) {
      case 'chat_model':
      case 'llm':
        return ignoreLLM === true ? undefined : 'LLM';
      case 'tool':
        return ignoreAgent === true ? undefined : 'Tool';
      case 'retriever':
        return ignoreRetriever === true ? undefined : 'Retriever';
      default:
        return ignoreChain === true ? undefined : 'Chain';
    }
  }

  #startChain(run: TracedRun): unknown {
    if (!this.#hears('handleChainStart')) return undefined;
    const { id, parent, tags, metadata, name } = run;
    const inputs = run.streamed ? { input: '' } : valuesOf(presented(run.input), 'input');
    const runType = run.runType === 'chain' ? undefined : run.runType;
    const extra = run.streamed ? { lc_defers_inputs: true } : undefined;
    const serialized = serializedOf(run.node);
    const args = [serialized, inputs, id, parent?.id, tags, metadata, runType, name, extra];
    this.#createRun('_createRunForChainStart', args);
    return this.#call('handleChainStart', ...args);
  }

  #startModel(run: TracedRun, parameters: object): unknown {
    const { id, parent, tags, metadata, name } = run;
    const rest = [id, parent?.id, parameters, tags, metadata, name];
    const isChat = run.runType === 'chat_model';
    const chat = isChat && this.#methods['handleChatModelStart'] !== undefined;
    if (!chat && !this.#hears('handleLLMStart')) return undefined;
    const input = chat
      ? chatMessages(presented(run.input))
      : [isChat ? conversationText(run.input) : inputText(run.input)];
    const args = [serializedOf(run.node), input, ...rest];
    this.#createRun(chat ? '_createRunForChatModelStart' : '_createRunForLLMStart', args);
    return this.#call(chat ? 'handleChatModelStart' : 'handleLLMStart', ...args);
  }

  #startTool(run: TracedRun): unknown {
    if (!this.#hears('handleToolStart')) return undefined;
    const { id, parent, tags, metadata, name, input } = run;
    const text = inputText(toolArguments(input));
    const args = [serializedOf(run.node), text, id, parent?.id, tags, metadata, name, toolCallId(input)];
    this.#createRun('_createRunForToolStart', args);
    return this.#call('handleToolStart', ...args);
  }

  #startRetriever(run: TracedRun): unknown {
    if (!this.#hears('handleRetrieverStart')) return undefined;
    const { id, parent, tags, metadata, name } = run;
    const args = [serializedOf(run.node), retrieverQuery(run.input), id, parent?.id, tags, metadata, name];
    this.#createRun('_createRunForRetrieverStart', args);
    return this.#call('handleRetrieverStart', ...args);
  }

  /** @param args - The outcome of the run, and the further arguments of its family. */
  #finish(method: string, { id, parent, tags }: Run, ...args: [outcome: unknown, extra?: unknown]): unknown {
    const [outcome, ...extra] = args;
    return this.#call(method, outcome, id, parent?.id, tags, ...extra);
  }

  /** The inputs of a stream, which are known only at its end. */
  #inputsOf(run: Run): { inputs: unknown } | undefined {
    return (run as TracedRun).streamed ? { inputs: valuesOf(presented(run.input), 'input') } : undefined;
  }

  /** Whether a call has any effect: its arguments, such as the serialised form, may cost more than the run itself. */
  #hears(method: string): boolean {
    return this.#methods[method] !== undefined || this.#isTracer;
  }

  get #isTracer(): boolean {
    return this.#methods['_addRunToRunMap'] !== undefined;
  }

  /** LangChain.js has its tracers create their run before the start is reported, which their subclasses rely on. */
  #createRun(method: string, args: readonly unknown[]): void {
    if (this.#isTracer) this.#methods[method]?.apply(this.handler, [...args]);
  }

  #call(method: string, ...args: unknown[]): unknown {
    return this.#methods[method]?.apply(this.handler, args);
  }
}

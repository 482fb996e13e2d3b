import type { Streaming } from '../plan/node.js';
import type { RunType } from '../plan/run.js';

/** The part of a runnable of LangChain.js that is used; it is recognised by its shape, since several copies may be installed. */
export interface LangChainRunnable {
  readonly lc_runnable: true;
  invoke(input: unknown, config?: object): unknown;
  stream(input: unknown, config?: object): PromiseLike<AsyncIterable<unknown>>;
  transform(chunks: AsyncGenerator, config?: object): AsyncIterable<unknown>;
  getName?(): string;
}

/** Whether a value is a runnable of LangChain.js or LangGraph.js, from whichever installed copy. */
export function isLangChainRunnable(value: unknown): value is LangChainRunnable {
  return typeof value === 'object' && value !== null && 'lc_runnable' in value && value.lc_runnable === true;
}

/** The name that LangChain.js itself gives the runs of a runnable. */
export function nameOf(runnable: LangChainRunnable): string {
  const { config } = runnable as { config?: { runName?: unknown } };
  const bound = boundBy(runnable);
  if (bound === undefined) return runnable.getName?.() ?? runnable.constructor.name;
  return typeof config?.runName === 'string' ? config.runName : nameOf(bound);
}

interface Marks {
  readonly lc_namespace?: readonly string[];
  _modelType?(): string;
  _getRelevantDocuments?(): unknown;
  readonly parseResult?: unknown;
}

/** The type that the runs of a runnable have. */
export function runTypeOf(runnable: LangChainRunnable): RunType {
  const bound = boundBy(runnable);
  if (bound !== undefined) return runTypeOf(bound);
  const marks = runnable as Marks;
  if (typeof marks._modelType === 'function')
    return marks._modelType() === 'base_chat_model' ? 'chat_model' : 'llm';
  if (typeof marks._getRelevantDocuments === 'function') return 'retriever';
  if (typeof marks.parseResult === 'function') return 'parser';
  const namespace = marks.lc_namespace ?? [];
  if (namespace.includes('prompts')) return 'prompt';
  return namespace.includes('tools') ? 'tool' : 'chain';
}

/**
 * How a runnable streams. A model needs its whole input; a prompt, a tool or a retriever gives its output at once. So does
 * a graph of LangGraph.js: it would stream the changes of its state, which do not add up to its output.
 */
export function streamingOf(runnable: LangChainRunnable): Streaming {
  if ('lg_is_pregel' in runnable) return 'once';
  switch (runTypeOf(runnable)) {
    case 'chat_model':
    case 'llm':
      return 'whole';
    case 'prompt':
    case 'tool':
    case 'retriever':
      return 'once';
    default:
      return 'chunks';
  }
}

/** The runnable inside a `RunnableBinding`, such as a model on which `bindTools` was called; the binding has no run of its own. */
function boundBy(runnable: LangChainRunnable): LangChainRunnable | undefined {
  const { bound } = runnable as { bound?: unknown };
  const type = runnable.constructor as { lc_name?(): string };
  return type.lc_name?.() === 'RunnableBinding' && isLangChainRunnable(bound) ? bound : undefined;
}

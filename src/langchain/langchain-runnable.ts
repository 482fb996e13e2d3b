import type { Streaming } from '../plan/node.js';
import type { RunType } from '../plan/run.js';

/** A runnable of LangChain.js as far as it is used, told by its shape. */
export interface LangChainRunnable {
  readonly lc_runnable: true;
  invoke(input: unknown, config?: object): unknown;
  stream(input: unknown, config?: object): PromiseLike<AsyncIterable<unknown>>;
  transform(chunks: AsyncGenerator, config?: object): AsyncIterable<unknown>;
  getName?(): string;
}

/** Tells whether a value is a runnable of LangChain.js or LangGraph.js, whichever installed copy made it. */
export function isLangChainRunnable(value: unknown): value is LangChainRunnable {
  return typeof value === 'object' && value !== null && 'lc_runnable' in value && value.lc_runnable === true;
}

/** Its name as LangChain.js itself would call its runs. */
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

/** What kind of work its runs are. */
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
 * How it streams. A model needs all its input; a prompt, a tool or a retriever gives its output at once; so does a graph
 * of LangGraph.js, which streams what changes in its state, and that does not add up to its output.
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

/** What a binding of LangChain.js stands for, such as the model that `bindTools` was called on; it has no run of its own. */
function boundBy(runnable: LangChainRunnable): LangChainRunnable | undefined {
  const { bound } = runnable as { bound?: unknown };
  const type = runnable.constructor as { lc_name?(): string };
  return type.lc_name?.() === 'RunnableBinding' && isLangChainRunnable(bound) ? bound : undefined;
}

import type { Runnable as TheirRunnable } from '@langchain/core/runnables';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import { InvalidInputError } from '../errors/run-errors.js';
import { runnableBrand } from '../plan/brand.js';
import type { Runnable } from '../plan/runnable.js';
import type { Carrier, InputOf, OutputOf } from '../plan/step-types.js';
import type { ToLangChain } from './convert-messages.js';
import { installed, type LangChainCore } from './core.js';
import { makeRunnableClass, type RunwrightRunnableClass } from './runwright-runnable.js';

/** Options of {@link toLangChain}. */
export interface ToLangChainOptions {
  /**
   * The copy of LangChain.js whose classes are used, where an application has several.
   *
   * @defaultValue The installed `@langchain/core`.
   */
  readonly core?: LangChainCore | undefined;
}

const classes = new WeakMap<object, RunwrightRunnableClass>();

/**
 * Wraps a runnable as a runnable of LangChain.js, for its sequences and lambdas, and as a node of a graph of LangGraph.js.
 *
 * Streaming, cancellation and config work as usual. Its runs appear, with all below them, under the run that calls it
 * there. Messages in its output are converted to those of LangChain.js. Its input is not converted, since prompts, models,
 * parsers and histories of this library take messages of either library.
 *
 * @param runnable - A runnable, or an instance of a decorated class.
 * @throws {@link InvalidInputError} for anything else; {@link InvalidOptionError} for a `core` that lacks a class.
 * @example
 * ```ts
 * import { StateGraph, MessagesAnnotation } from '@langchain/langgraph';
 * import { FakeChatModel, RunnableLambda } from 'runwright';
 * import { toLangChain } from 'runwright/langchain';
 *
 * const model = new FakeChatModel({ responses: ['Hello.'] });
 * const answer = RunnableLambda.from(async ({ messages }: typeof MessagesAnnotation.State) => ({
 *   messages: [await model.invoke(messages)],
 * }));
 * const graph = new StateGraph(MessagesAnnotation)
 *   .addNode('answer', toLangChain(answer))
 *   .addEdge('__start__', 'answer')
 *   .compile();
 * ```
 */
export function toLangChain<S extends Carrier<never, unknown>>(
  runnable: S,
  { core = installed }: ToLangChainOptions = {},
): TheirRunnable<InputOf<S>, ToLangChain<OutputOf<S>>> {
  if (!isRunnable(runnable)) {
    throw new InvalidInputError(
      'toLangChain',
      'a runnable, such as app.get(Answer) or new Answer()',
      runnable,
    );
  }
  checkCore(core);
  let Class = classes.get(core.Runnable);
  if (Class === undefined) classes.set(core.Runnable, (Class = makeRunnableClass(core.Runnable)));
  return new Class(runnable, core) as TheirRunnable<InputOf<S>, ToLangChain<OutputOf<S>>>;
}

function isRunnable(value: unknown): value is Runnable<unknown, unknown> {
  return typeof value === 'object' && value !== null && runnableBrand in value;
}

/** A class that is missing would otherwise show only in the middle of a run. */
function checkCore(core: LangChainCore): void {
  const given = core as unknown as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(installed)) {
    if (typeof given[name] === 'function') continue;
    const module = name === 'Runnable' ? '@langchain/core/runnables' : '@langchain/core/messages';
    throw new InvalidOptionError(
      'toLangChain',
      `core.${name}`,
      `the class ${name} of ${module}`,
      given[name],
    );
  }
}

/** Inputs and outputs of runs as events tell them. */

import type { Run } from '../plan/run.js';
import { chatMessages, inputText, llmResult, retrieverQuery, toolArguments } from './handler-values.js';

/** The input of a run: of a model its messages or prompts, of a retriever its query, of a tool its arguments. */
export function eventInput({ runType, input }: Run): unknown {
  switch (runType) {
    case 'chat_model':
      return { messages: chatMessages(input) };
    case 'llm':
      return { prompts: [inputText(input)] };
    case 'retriever':
      return { query: retrieverQuery(input) };
    case 'tool':
      return toolArguments(input);
    default:
      return input;
  }
}

/** The output of a run; of a language model its generations. */
export function eventOutput({ runType, output }: Run): unknown {
  if (runType !== 'llm') return output;
  const { generations } = llmResult(runType, output) as { generations: unknown };
  return { generations, llm_output: {} };
}

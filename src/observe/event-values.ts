/** The inputs and outputs of runs in the form that events have them. */

import type { Run } from '../plan/run.js';
import { chatMessages, inputText, llmResult, retrieverQuery, toolArguments } from './handler-values.js';

/** The input of a run: the messages or prompts of a model, the query of a retriever, the arguments of a tool. */
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

/** The output of a run; for a language model, its generations. */
export function eventOutput({ runType, output }: Run): unknown {
  if (runType !== 'llm') return output;
  const { generations } = llmResult(runType, output) as { generations: unknown };
  return { generations, llm_output: {} };
}

/** Inputs and outputs of runs as events tell them. */

import type { Run } from '../plan/run.js';
import { chatMessages, inputText, llmResult, retrieverQuery } from './handler-values.js';

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
      return isToolCall(input) ? input.args : input;
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

/** The id of the call that a tool was given, if it was given one. */
export function toolCallId(input: unknown): string | null {
  return isToolCall(input) ? (input.id ?? null) : null;
}

/** A tool may be given the call that a model made, of which the arguments are a part. */
function isToolCall(input: unknown): input is { readonly args: unknown; readonly id?: string } {
  return (
    typeof input === 'object' &&
    input !== null &&
    (input as { type?: unknown }).type === 'tool_call' &&
    'args' in input
  );
}

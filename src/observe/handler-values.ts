/** The values of runs in the form in which LangChain.js handlers get them. */

import type { RunContext } from '../plan/context.js';
import type { RunType } from '../plan/run.js';
import { jsonText } from './json-text.js';

/** The inputs or outputs of a chain: objects as they are, except lists and dates; any other value under a key. */
export function valuesOf(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof Date) ? value : { [key]: value };
}

/** The parameters of a model's call in addition to its input. */
export function modelParameters({ kwargs }: RunContext): object {
  return { options: kwargs, invocation_params: kwargs, batch_size: 1 };
}

/** The arguments of a tool, which may be given alone or within the tool call of a model. */
export function toolArguments(input: unknown): unknown {
  return isToolCall(input) ? input.args : input;
}

/** The id of the tool call that a tool was given; undefined if it was given the arguments alone. */
export function toolCallId(input: unknown): string | undefined {
  return isToolCall(input) ? input.id : undefined;
}

function isToolCall(input: unknown): input is { readonly args: unknown; readonly id?: string } {
  return (
    typeof input === 'object' &&
    input !== null &&
    (input as { type?: unknown }).type === 'tool_call' &&
    'args' in input
  );
}

/** The input of a tool or a language model, as text. */
export function inputText(input: unknown): string {
  if (typeof input === 'string') return input;
  // A prompt value of LangChain.js has a text form of its own.
  if (hasMethod(input, 'toChatMessages')) return (input as { toString(): string }).toString();
  return jsonText(input);
}

/** The query of a retriever. */
export function retrieverQuery(input: unknown): string {
  return typeof input === 'object' && input !== null && 'query' in input
    ? inputText(input.query)
    : inputText(input);
}

/** The input of a chat model: one list of messages. */
export function chatMessages(input: unknown): readonly [readonly unknown[]] {
  if (Array.isArray(input)) return [input as readonly unknown[]];
  if (hasMethod(input, 'toChatMessages')) return [input.toChatMessages() as readonly unknown[]];
  return [[input]];
}

/** The messages of a chat model as one text, for handlers that know only prompts. */
export function conversationText(input: unknown): string {
  const [messages] = chatMessages(input);
  return messages.map((message) => `${roleOf(message)}: ${textOf(message)}`).join('\n');
}

const ROLES: Readonly<Record<string, string>> = { human: 'Human', ai: 'AI', system: 'System', tool: 'Tool' };

function roleOf(message: unknown): string {
  const { type } = (message ?? {}) as { type?: unknown };
  return typeof type === 'string' ? (ROLES[type] ?? type) : 'Human';
}

/** The output of a language model as an `LLMResult`. */
export function llmResult(runType: RunType, output: unknown): object {
  if (typeof output === 'object' && output !== null && 'generations' in output) return output;
  const generation =
    runType === 'chat_model' ? { text: textOf(output), message: output } : { text: textOf(output) };
  return { generations: [[generation]], llmOutput: {} };
}

/** A chunk of a language model as `handleLLMNewToken` gets it. */
export function tokenOf(runType: RunType, chunk: unknown): { token: string; fields: { chunk: object } } {
  const token = textOf(chunk);
  return {
    token,
    fields: { chunk: runType === 'chat_model' ? { text: token, message: chunk } : { text: token } },
  };
}

/** The text of a message, a chunk of one, or a text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const { text, content } = value as { text?: unknown; content?: unknown };
  if (typeof text === 'string') return text;
  return typeof content === 'string' ? content : jsonText(content ?? value);
}

function hasMethod<K extends string>(value: unknown, name: K): value is Record<K, () => unknown> {
  return typeof (value as Partial<Record<K, unknown>> | null | undefined)?.[name] === 'function';
}

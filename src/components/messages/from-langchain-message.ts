import { InvalidInputError } from '../../errors/run-errors.js';
import { AIMessageChunk } from './ai-message-chunk.js';
import { AIMessage } from './ai-message.js';
import { ChatMessage } from './chat-message.js';
import type { ContentPart } from './content.js';
import { HumanMessage } from './human-message.js';
import type { LangChainMessage } from './langchain-message.js';
import type { MessageFields } from './message.js';
import { SystemMessage } from './system-message.js';
import type { InvalidToolCall, ToolCall, ToolCallChunk } from './tool-call.js';
import { ToolMessage } from './tool-message.js';
import { usageFromLangChain, type LangChainUsage } from './usage.js';

/** The fields of messages of LangChain.js; those that were read from JSON may be null. */
interface Fields {
  readonly content?: string | readonly ContentPart[] | null;
  readonly id?: string | null;
  readonly name?: string | null;
  readonly role?: string | null;
  readonly additional_kwargs?: Readonly<Record<string, unknown>> | null;
  readonly response_metadata?: Readonly<Record<string, unknown>> | null;
  readonly tool_calls?: readonly (ToolCall & { readonly type?: string })[] | null;
  readonly invalid_tool_calls?: readonly (Partial<InvalidToolCall> & { readonly type?: string })[] | null;
  readonly tool_call_chunks?: readonly (ToolCallChunk & { readonly type?: string })[] | null;
  readonly usage_metadata?: LangChainUsage | null;
  readonly tool_call_id?: string | null;
  readonly status?: 'success' | 'error' | null;
  readonly artifact?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly concat?: unknown;
}

/**
 * Converts a message of LangChain.js into one of this library, and a chunk into a chunk. Content parts stay as they
 * are, so that nothing is lost when the message is converted back.
 *
 * @throws {@link InvalidInputError} for any other type, such as the message by which LangGraph.js removes another.
 */
export function fromLangChainMessage(
  message: LangChainMessage,
): SystemMessage | HumanMessage | AIMessage | ToolMessage | ChatMessage {
  const given = message as unknown as Fields;
  const fields = fieldsOf(given);
  switch (message._getType()) {
    case 'system':
      return new SystemMessage(fields);
    case 'human':
      return new HumanMessage(fields);
    case 'ai':
      return typeof given.concat === 'function' ? chunkOf(given, fields) : answerOf(given, fields);
    case 'tool':
      return toolMessageOf(given, fields);
    case 'function':
      return new ChatMessage({ ...fields, role: 'function' });
    case 'generic':
      return new ChatMessage({ ...fields, role: given.role ?? 'generic' });
    default:
      throw new InvalidInputError(
        'A conversation',
        'messages of a system, human, model, tool or custom role',
        message,
      );
  }
}

function fieldsOf(given: Fields): MessageFields {
  const { content, id, name, additional_kwargs, response_metadata } = given;
  return {
    content: typeof content === 'string' ? content : [...(content ?? [])],
    id: id ?? undefined,
    name: name ?? undefined,
    additionalKwargs: unlessEmpty(additional_kwargs),
    responseMetadata: unlessEmpty(response_metadata),
  };
}

function unlessEmpty(
  entries: Readonly<Record<string, unknown>> | null | undefined,
): Readonly<Record<string, unknown>> | undefined {
  return Object.keys(entries ?? {}).length === 0 ? undefined : { ...entries };
}

function answerOf(given: Fields, fields: MessageFields): AIMessage {
  return new AIMessage({
    ...fields,
    toolCalls: given.tool_calls?.map(untyped),
    invalidToolCalls: given.invalid_tool_calls?.map(readInvalidCall),
    usage: usageFromLangChain(given.usage_metadata ?? undefined),
  });
}

/** A chunk has either pieces of tool calls or complete ones. */
function chunkOf(given: Fields, fields: MessageFields): AIMessageChunk {
  const usage = usageFromLangChain(given.usage_metadata ?? undefined);
  const pieces = given.tool_call_chunks ?? [];
  if (pieces.length > 0) return new AIMessageChunk({ ...fields, usage, toolCallChunks: pieces.map(untyped) });
  return AIMessageChunk.of(answerOf(given, fields));
}

function toolMessageOf(given: Fields, fields: MessageFields): ToolMessage {
  return new ToolMessage({
    ...fields,
    toolCallId: given.tool_call_id ?? '',
    status: given.status ?? undefined,
    artifact: given.artifact ?? undefined,
    metadata: given.metadata ?? undefined,
  });
}

/** Removes the `type`, which our tool calls do not have, and fields without a value. */
function untyped<T extends { readonly type?: string }>({ type: _type, ...entry }: T): Omit<T, 'type'> {
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => value !== undefined && value !== null),
  ) as Omit<T, 'type'>;
}

function readInvalidCall(call: Partial<InvalidToolCall> & { readonly type?: string }): InvalidToolCall {
  return { name: '', args: '', error: '', ...untyped(call) };
}

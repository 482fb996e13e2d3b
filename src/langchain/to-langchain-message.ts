import type * as theirs from '@langchain/core/messages';
import type { AIMessageChunk } from '../components/messages/ai-message-chunk.js';
import type { AIMessage } from '../components/messages/ai-message.js';
import type { ChatMessage } from '../components/messages/chat-message.js';
import type { Message } from '../components/messages/coerce-message.js';
import type { HumanMessage } from '../components/messages/human-message.js';
import { isMessage, type BaseMessage } from '../components/messages/message.js';
import type { SystemMessage } from '../components/messages/system-message.js';
import type { ToolMessage } from '../components/messages/tool-message.js';
import { usageToLangChain } from '../components/messages/usage.js';
import { InvalidInputError } from '../errors/run-errors.js';
import { installed, type LangChainClass, type LangChainMessageClasses } from './core.js';

/** The message class of LangChain.js that corresponds to one of this library. */
export type LangChainMessageOf<M> = M extends AIMessageChunk
  ? theirs.AIMessageChunk
  : M extends AIMessage
    ? theirs.AIMessage
    : M extends ToolMessage
      ? theirs.ToolMessage
      : M extends SystemMessage
        ? theirs.SystemMessage
        : M extends HumanMessage
          ? theirs.HumanMessage
          : M extends ChatMessage
            ? theirs.ChatMessage
            : theirs.BaseMessage;

/**
 * Converts a message to one of LangChain.js, with all its fields; a chunk becomes a chunk.
 *
 * @param core - The copy of LangChain.js whose classes are used; the installed one by default.
 * @throws {@link InvalidInputError} for anything that is not a message of this library.
 * @example
 * ```ts
 * import { AIMessage } from 'runwright';
 * import { toLangChainMessage } from 'runwright/langchain';
 *
 * const message = toLangChainMessage(new AIMessage({ content: '', toolCalls: [{ id: '1', name: 'add', args: { a: 1 } }] }));
 * message.tool_calls; // => [{ type: 'tool_call', id: '1', name: 'add', args: { a: 1 } }]
 * ```
 */
export function toLangChainMessage<M extends BaseMessage>(
  message: M,
  core: LangChainMessageClasses = installed,
): LangChainMessageOf<M> {
  if (!isMessage(message))
    throw new InvalidInputError('toLangChainMessage', 'a message of Runwright', message);
  return make(message as BaseMessage as Message, core) as LangChainMessageOf<M>;
}

/**
 * Converts messages to those of LangChain.js, each as {@link toLangChainMessage} does.
 *
 * @throws {@link InvalidInputError} for anything that is not a message of this library.
 */
export function toLangChainMessages<M extends BaseMessage>(
  messages: readonly M[],
  core: LangChainMessageClasses = installed,
): LangChainMessageOf<M>[] {
  return messages.map((message) => toLangChainMessage(message, core));
}

type Fields = Readonly<Record<string, unknown>>;

function make(message: Message, core: LangChainMessageClasses): object {
  const fields = fieldsOf(message);
  switch (message.type) {
    case 'system':
      return construct(core.SystemMessage, fields);
    case 'human':
      return construct(core.HumanMessage, fields);
    case 'ai':
      return makeAnswer(message, fields, core);
    case 'tool':
      return construct(core.ToolMessage, { ...fields, ...toolFields(message) });
    case 'generic': {
      const { role } = message;
      return role === 'function'
        ? construct(core.FunctionMessage, fields)
        : construct(core.ChatMessage, { ...fields, role });
    }
  }
}

/** Values are copied, since messages of LangChain.js are mutable. */
function fieldsOf({ content, id, name, additionalKwargs, responseMetadata }: BaseMessage): Fields {
  return {
    content: typeof content === 'string' ? content : [...content],
    additional_kwargs: { ...additionalKwargs },
    response_metadata: { ...responseMetadata },
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
  };
}

function makeAnswer(message: AIMessage, fields: Fields, core: LangChainMessageClasses): object {
  const usage = usageToLangChain(message.usage);
  const rest = { ...fields, ...(usage && { usage_metadata: usage }) };
  if (isChunk(message)) {
    const tool_call_chunks = message.toolCallChunks.map((call) => ({ type: 'tool_call_chunk', ...call }));
    return construct(core.AIMessageChunk, { ...rest, tool_call_chunks });
  }
  return construct(core.AIMessage, {
    ...rest,
    tool_calls: message.toolCalls.map((call) => ({ type: 'tool_call', ...call })),
    invalid_tool_calls: message.invalidToolCalls.map((call) => ({ type: 'invalid_tool_call', ...call })),
  });
}

function toolFields({ toolCallId, status, artifact, metadata }: ToolMessage): Fields {
  return {
    tool_call_id: toolCallId,
    ...(status !== undefined && { status }),
    ...(artifact !== undefined && { artifact }),
    ...(metadata !== undefined && { metadata: { ...metadata } }),
  };
}

/** Recognised by its shape, since a message may come from another copy of this library. */
function isChunk(message: AIMessage): message is AIMessageChunk {
  return 'toolCallChunks' in message;
}

function construct(Class: LangChainClass, fields: Fields): object {
  return new Class(fields as never);
}

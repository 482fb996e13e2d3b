import { InvalidInputError } from '../../errors/run-errors.js';
import { AIMessage, type AIMessageFields } from './ai-message.js';
import { ChatMessage } from './chat-message.js';
import type { MessageContent } from './content.js';
import { fromLangChainMessage } from './from-langchain-message.js';
import { HumanMessage } from './human-message.js';
import {
  isLangChainMessage,
  isLangChainPromptValue,
  type LangChainMessage,
  type LangChainPromptValue,
} from './langchain-message.js';
import { isMessage, type MessageFields } from './message.js';
import { SystemMessage } from './system-message.js';
import { ToolMessage, type ToolMessageFields } from './tool-message.js';

/** A message of any type; narrow it by its `type`. */
export type Message = SystemMessage | HumanMessage | AIMessage | ToolMessage | ChatMessage;

/** Names of the roles: LangChain's and OpenAI's. Any other makes a {@link ChatMessage}. */
export type RoleName = 'system' | 'human' | 'user' | 'ai' | 'assistant' | 'tool' | (string & {});

/** A message as plain data: `{ role: 'user', content: 'Hi' }`, or the result of `toJSON` of a message. */
export type MessageRecord = (MessageFields | AIMessageFields | ToolMessageFields) &
  ({ readonly role: RoleName } | { readonly type: RoleName });

/** Anything that can be converted into a message, including messages of LangChain.js; a string is a human message. */
export type MessageLike =
  Message | string | readonly [role: RoleName, content: MessageContent] | MessageRecord | LangChainMessage;

/**
 * Converts a value into a message.
 *
 * @throws {@link InvalidInputError} for anything else.
 * @example
 * ```ts
 * import { coerceMessage } from 'runwright';
 *
 * coerceMessage('Hi'); // a HumanMessage
 * coerceMessage(['system', 'Be brief.']); // a SystemMessage
 * coerceMessage({ role: 'assistant', content: 'Hello.' }); // an AIMessage
 * ```
 */
export function coerceMessage(value: MessageLike): Message {
  return toMessage(value, 'A conversation');
}

function toMessage(value: MessageLike, where: string): Message {
  if (isMessage(value)) return value as Message;
  if (typeof value === 'string') return new HumanMessage(value);
  if (isPair(value)) return messageOf(value[0], { content: value[1] });
  if (isLangChainMessage(value)) return fromLangChainMessage(value);
  if (isRecord(value)) return messageOf('role' in value ? value.role : value.type, value);
  throw new InvalidInputError(where, 'messages: texts, [role, content] or { role, content }', value);
}

/**
 * Converts a single message, a list of messages, or the prompt value of LangChain.js into a list of messages.
 *
 * @param where - Whose messages they are, for the error.
 * @throws {@link InvalidInputError} for anything else.
 */
export function coerceMessages(
  value: MessageLike | readonly MessageLike[] | LangChainPromptValue,
  where = 'A conversation',
): Message[] {
  if (isLangChainPromptValue(value)) return value.toChatMessages().map((one) => toMessage(one, where));
  return isList(value) ? value.map((one) => toMessage(one, where)) : [toMessage(value, where)];
}

/** Creates the message of a role. */
function messageOf(role: string, given: MessageFields): Message {
  // In OpenAI's format, the content of an answer that only calls tools is null.
  const fields = (given.content as unknown) === null ? { ...given, content: '' } : given;
  switch (role) {
    case 'system':
      return new SystemMessage(fields);
    case 'human':
    case 'user':
      return new HumanMessage(fields);
    case 'ai':
    case 'assistant':
      return new AIMessage(fields);
    case 'tool':
      return toolMessage(fields as ToolMessageFields);
    default:
      return new ChatMessage({ ...fields, role });
  }
}

function toolMessage(fields: ToolMessageFields): ToolMessage {
  if (typeof (fields.toolCallId as unknown) === 'string') return new ToolMessage(fields);
  throw new InvalidInputError('A tool message', 'the toolCallId of the call it answers', fields);
}

/** Tells a pair of role and content; whether two strings are one is up to {@link isList}. */
function isPair(value: unknown): value is readonly [string, MessageContent] {
  if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== 'string') return false;
  const [, content] = value as unknown[];
  return typeof content === 'string' || (Array.isArray(content) && content.every(hasType));
}

function hasType(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'type' in part && !isMessage(part);
}

function isRecord(value: unknown): value is MessageRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { role, type, content } = value as Record<string, unknown>;
  return (
    typeof (role ?? type) === 'string' &&
    (typeof content === 'string' || Array.isArray(content) || content === null)
  );
}

const PAIR_ROLES: ReadonlySet<string> = new Set(['system', 'human', 'user', 'ai', 'assistant', 'developer']);

/** Two strings are a pair if the first is the name of a role, and two human messages otherwise. */
function isList(value: MessageLike | readonly MessageLike[]): value is readonly MessageLike[] {
  return Array.isArray(value) && !(isPair(value) && PAIR_ROLES.has(value[0]));
}

import type { MessageLike } from '../messages/coerce-message.js';
import type { LangChainPromptValue } from '../messages/langchain-message.js';

/**
 * The input of a chat model: a conversation, text, which is a human message, or the output of a prompt of
 * LangChain.js.
 */
export type ChatInput = MessageLike | readonly MessageLike[] | LangChainPromptValue;

import type { MessageLike } from '../messages/coerce-message.js';
import type { LangChainPromptValue } from '../messages/langchain-message.js';

/** What a chat model takes: a conversation, or a text, which is a human's message; also what a prompt of LangChain.js gives. */
export type ChatInput = MessageLike | readonly MessageLike[] | LangChainPromptValue;

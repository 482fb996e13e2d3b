import type { Message } from '../components/messages/coerce-message.js';
import { fromLangChainMessage } from '../components/messages/from-langchain-message.js';
import type { LangChainMessage, LangChainPromptValue } from '../components/messages/langchain-message.js';
import { isLangChainPromptValue } from '../components/messages/langchain-message.js';

/**
 * Makes messages of LangChain.js those of this library: a list of them, or what a prompt gives.
 *
 * Components of this library take messages of either; it is functions written for these that need it.
 *
 * @throws {@link InvalidInputError} for a message that says nothing; see {@link fromLangChainMessage}.
 */
export function fromLangChainMessages(
  messages: readonly LangChainMessage[] | LangChainPromptValue,
): Message[] {
  const list = isLangChainPromptValue(messages) ? messages.toChatMessages() : messages;
  return list.map(fromLangChainMessage);
}

import type { Message } from '../components/messages/coerce-message.js';
import { fromLangChainMessage } from '../components/messages/from-langchain-message.js';
import type { LangChainMessage, LangChainPromptValue } from '../components/messages/langchain-message.js';
import { isLangChainPromptValue } from '../components/messages/langchain-message.js';

/**
 * Converts messages of LangChain.js, given as a list or as the output of a prompt, to messages of this library.
 *
 * Components of this library take messages of either library; only functions of your own need this.
 *
 * @throws {@link InvalidInputError} for a message without content, such as `RemoveMessage`; see {@link fromLangChainMessage}.
 * @example
 * ```ts
 * import { HumanMessage } from '@langchain/core/messages';
 * import { fromLangChainMessages } from 'runwright/langchain';
 *
 * fromLangChainMessages([new HumanMessage('Hi')]).map(({ type, text }) => [type, text]); // => [['human', 'Hi']]
 * ```
 */
export function fromLangChainMessages(
  messages: readonly LangChainMessage[] | LangChainPromptValue,
): Message[] {
  const list = isLangChainPromptValue(messages) ? messages.toChatMessages() : messages;
  return list.map(fromLangChainMessage);
}

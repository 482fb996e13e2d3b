import type { Message } from '../messages/coerce-message.js';
import type { ChatMessageHistory } from './chat-message-history.js';

/**
 * The messages of one conversation, kept in memory.
 *
 * @example
 * ```ts
 * import { HumanMessage, InMemoryChatMessageHistory } from 'runwright';
 *
 * const history = new InMemoryChatMessageHistory();
 * history.addMessages([new HumanMessage('Hello')]);
 * history.getMessages().length; // => 1
 * ```
 */
export class InMemoryChatMessageHistory implements ChatMessageHistory {
  #messages: readonly Message[];

  constructor(messages: readonly Message[] = []) {
    this.#messages = [...messages];
  }

  getMessages(): readonly Message[] {
    return this.#messages;
  }

  addMessages(messages: readonly Message[]): void {
    this.#messages = [...this.#messages, ...messages];
  }

  clear(): void {
    this.#messages = [];
  }
}

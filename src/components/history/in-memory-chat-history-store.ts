import { ChatHistoryStore } from './chat-message-history.js';
import { InMemoryChatMessageHistory } from './in-memory-chat-message-history.js';

/**
 * Keeps conversations in memory for as long as the store lives; none of them is ever dropped.
 *
 * @example
 * ```ts
 * import { InMemoryChatHistoryStore } from 'runwright';
 *
 * const store = new InMemoryChatHistoryStore();
 * store.get('session-1').getMessages(); // => []
 * ```
 */
export class InMemoryChatHistoryStore extends ChatHistoryStore {
  readonly #histories = new Map<string, InMemoryChatMessageHistory>();

  get(sessionId: string): InMemoryChatMessageHistory {
    let history = this.#histories.get(sessionId);
    if (history === undefined) this.#histories.set(sessionId, (history = new InMemoryChatMessageHistory()));
    return history;
  }
}

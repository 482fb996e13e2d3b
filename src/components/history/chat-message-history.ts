import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { Message } from '../messages/coerce-message.js';

/** The messages of one conversation, as they are stored. */
export interface ChatMessageHistory {
  /** The messages so far, the oldest first. */
  getMessages(): readonly Message[] | PromiseLike<readonly Message[]>;
  /** Adds messages at the end, all of them or, where that fails, none. */
  addMessages(messages: readonly Message[]): void | PromiseLike<void>;
  /** Forgets all messages. */
  clear(): void | PromiseLike<void>;
}

/**
 * Keeps the histories of all conversations, by session. A class of one's own extends it; the container then injects
 * that wherever this one is asked for.
 *
 * @example
 * ```ts
 * import { ChatHistoryStore, InMemoryChatMessageHistory, type ChatMessageHistory } from 'runwright';
 *
 * class StoreOfOne extends ChatHistoryStore {
 *   readonly #only = new InMemoryChatMessageHistory();
 *
 *   override get(_sessionId: string): ChatMessageHistory {
 *     return this.#only;
 *   }
 * }
 * ```
 */
export abstract class ChatHistoryStore {
  /** @throws {@link InvalidOptionError} where a container makes this very class, because no store is bound to it. */
  constructor() {
    if (new.target !== ChatHistoryStore) return;
    const expected = 'bound to a class that extends it, such as InMemoryChatHistoryStore';
    throw new InvalidOptionError('Message history', 'ChatHistoryStore', expected, undefined);
  }

  /** Gives the history of a session, an empty one for a session that is not known. */
  abstract get(sessionId: string): ChatMessageHistory | PromiseLike<ChatMessageHistory>;
}

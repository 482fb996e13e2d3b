import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { Message } from '../messages/coerce-message.js';

/** The stored messages of one conversation. */
export interface ChatMessageHistory {
  /** Returns the messages so far, oldest first. */
  getMessages(): readonly Message[] | PromiseLike<readonly Message[]>;
  /** Appends messages: all of them or, if it fails, none. */
  addMessages(messages: readonly Message[]): void | PromiseLike<void>;
  /** Removes all messages. */
  clear(): void | PromiseLike<void>;
}

/**
 * Keeps the histories of all conversations, by session. Extend it to keep them elsewhere, and bind the subclass to it:
 * the container then injects that wherever a `ChatHistoryStore` is asked for.
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
  /**
   * @throws {@link InvalidOptionError} if a container instantiates this class itself, since no store is bound to it.
   */
  constructor() {
    if (new.target !== ChatHistoryStore) return;
    const expected = 'bound to a class that extends it, such as InMemoryChatHistoryStore';
    throw new InvalidOptionError('Message history', 'ChatHistoryStore', expected, undefined);
  }

  /** Returns the history of a session, an empty one for an unknown session. */
  abstract get(sessionId: string): ChatMessageHistory | PromiseLike<ChatMessageHistory>;
}

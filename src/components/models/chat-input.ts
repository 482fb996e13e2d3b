import type { MessageLike } from '../messages/coerce-message.js';

/** What a chat model takes: a conversation, or a text, which is a human's message. */
export type ChatInput = MessageLike | readonly MessageLike[];

import { runnableBrand } from '../../plan/brand.js';
import { coerceMessage, type MessageRecord } from '../messages/coerce-message.js';
import { isMessage } from '../messages/message.js';
import type { ChatPromptEntry } from './chat-entry.js';
import { MessagesPlaceholder } from './messages-placeholder.js';

/**
 * Serialises an entry of a chat prompt: messages and placeholders are wrapped in an object that names them, since they
 * would be read as templates. Returns undefined for an entry that is code.
 */
export function writtenEntry(entry: ChatPromptEntry): unknown {
  if (isMessage(entry)) return { message: entry.toJSON() };
  if (entry instanceof MessagesPlaceholder) {
    const { variableName, optional } = entry as MessagesPlaceholder;
    return { placeholder: variableName, optional };
  }
  if (typeof entry === 'string' || runnableBrand in entry) return entry;
  const isData = Array.isArray(entry) || Object.getPrototypeOf(entry) === Object.prototype;
  return isData ? entry : undefined;
}

/** Restores a serialised entry. */
export function entryOf(written: unknown): ChatPromptEntry {
  if (typeof written !== 'object' || written === null || runnableBrand in written)
    return written as ChatPromptEntry;
  const { message, placeholder, optional } = written as Readonly<Record<string, unknown>>;
  if (message !== undefined) return coerceMessage(message as MessageRecord);
  if (placeholder === undefined) return written as ChatPromptEntry;
  return new MessagesPlaceholder({ variableName: placeholder as string, optional: optional as boolean });
}

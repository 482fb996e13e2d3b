import { BaseMessage, type MessageFields } from './message.js';

/** Fields of a {@link ChatMessage}. */
export interface ChatMessageFields extends MessageFields {
  /** The name of the role. */
  readonly role: string;
}

/**
 * A message with a role that only some providers know, such as `developer`.
 *
 * @example
 * ```ts
 * import { ChatMessage } from 'runwright';
 *
 * new ChatMessage({ role: 'developer', content: 'Answer in one sentence.' }).type; // => 'generic'
 * ```
 */
export class ChatMessage extends BaseMessage {
  readonly type = 'generic';
  /** The name of the role. */
  readonly role: string;

  constructor(fields: ChatMessageFields) {
    super(fields);
    this.role = fields.role;
  }
}

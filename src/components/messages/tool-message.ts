import { BaseMessage, type MessageFields } from './message.js';

/** Fields of a {@link ToolMessage}. */
export interface ToolMessageFields extends MessageFields {
  /** Id of the {@link ToolCall} that the message answers. */
  readonly toolCallId: string;
  /** Whether the call has succeeded. */
  readonly status?: 'success' | 'error' | undefined;
  /** Further output of the tool, for the application and not for the model. */
  readonly artifact?: unknown;
  /** Facts about the tool or the call, for the application and not for the model. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The result of a tool call, for the model that requested it.
 *
 * @example
 * ```ts
 * import { ToolMessage } from 'runwright';
 *
 * const answer = new ToolMessage({ content: '21 degrees', toolCallId: 'call_1' });
 * ```
 */
export class ToolMessage extends BaseMessage {
  readonly type = 'tool';
  readonly toolCallId: string;
  declare readonly status?: 'success' | 'error';
  declare readonly artifact?: unknown;
  declare readonly metadata?: Readonly<Record<string, unknown>>;

  constructor(fields: ToolMessageFields) {
    super(fields);
    this.toolCallId = fields.toolCallId;
    if (fields.status !== undefined) this.status = fields.status;
    if (fields.artifact !== undefined) this.artifact = fields.artifact;
    if (fields.metadata !== undefined) this.metadata = fields.metadata;
  }
}

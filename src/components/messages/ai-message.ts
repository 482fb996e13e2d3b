import { BaseMessage, fieldsOf, isMessage, type MessageFields, type MessageInit } from './message.js';
import type { InvalidToolCall, ToolCall } from './tool-call.js';
import type { Usage } from './usage.js';

/** Fields of an {@link AIMessage}. */
export interface AIMessageFields extends MessageFields {
  /** The tool calls that the model requests. */
  readonly toolCalls?: readonly ToolCall[] | undefined;
  /** Tool calls whose arguments are not a JSON object. */
  readonly invalidToolCalls?: readonly InvalidToolCall[] | undefined;
  /** How many tokens the call of the model took. */
  readonly usage?: Usage | undefined;
}

const NONE: readonly never[] = Object.freeze([]);

/**
 * The answer of a model: text or other content, and the tool calls that it requests.
 *
 * @example
 * ```ts
 * import { AIMessage } from 'runwright';
 *
 * const answer = new AIMessage({ content: '', toolCalls: [{ id: 'call_1', name: 'weather', args: { city: 'Oslo' } }] });
 * answer.toolCalls[0]?.args; // => { city: 'Oslo' }
 * ```
 */
export class AIMessage extends BaseMessage {
  readonly type = 'ai';
  /** The tool calls that the model requests. */
  declare readonly toolCalls: readonly ToolCall[];
  /** Tool calls whose arguments are not a JSON object. */
  declare readonly invalidToolCalls: readonly InvalidToolCall[];
  /** How many tokens the call of the model took. */
  declare readonly usage?: Usage;

  constructor(init: MessageInit<AIMessageFields>) {
    super(init);
    const { toolCalls, invalidToolCalls, usage } = fieldsOf(init);
    this.toolCalls = toolCalls ?? NONE;
    this.invalidToolCalls = invalidToolCalls ?? NONE;
    if (usage !== undefined) this.usage = usage;
  }
}

/** The explanation of a model that refused to answer. */
export function refusalOf({ additionalKwargs }: AIMessage): string | undefined {
  const refusal = additionalKwargs?.['refusal'];
  return typeof refusal === 'string' && refusal !== '' ? refusal : undefined;
}

/** Tells whether a value is the message of a model, or a chunk of one. */
export function isAIMessage(value: unknown): value is AIMessage {
  return isMessage(value) && value.type === 'ai';
}

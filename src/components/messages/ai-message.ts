import { BaseMessage, fieldsOf, isMessage, type MessageFields, type MessageInit } from './message.js';
import type { InvalidToolCall, ToolCall } from './tool-call.js';
import type { Usage } from './usage.js';

/** Fields of an {@link AIMessage}. */
export interface AIMessageFields extends MessageFields {
  readonly toolCalls?: readonly ToolCall[] | undefined;
  readonly invalidToolCalls?: readonly InvalidToolCall[] | undefined;
  readonly usage?: Usage | undefined;
}

const NONE: readonly never[] = Object.freeze([]);

/**
 * What a model answered: text or other content, and calls of tools it asks for.
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
  declare readonly toolCalls: readonly ToolCall[];
  /** Calls whose arguments are no JSON object. */
  declare readonly invalidToolCalls: readonly InvalidToolCall[];
  declare readonly usage?: Usage;

  constructor(init: MessageInit<AIMessageFields>) {
    super(init);
    const { toolCalls, invalidToolCalls, usage } = fieldsOf(init);
    this.toolCalls = toolCalls ?? NONE;
    this.invalidToolCalls = invalidToolCalls ?? NONE;
    if (usage !== undefined) this.usage = usage;
  }
}

/** What a model said in the place of an answer that it refused to give. */
export function refusalOf({ additionalKwargs }: AIMessage): string | undefined {
  const refusal = additionalKwargs?.['refusal'];
  return typeof refusal === 'string' && refusal !== '' ? refusal : undefined;
}

/** Tells whether a value is the message of a model, or a chunk of one. */
export function isAIMessage(value: unknown): value is AIMessage {
  return isMessage(value) && value.type === 'ai';
}

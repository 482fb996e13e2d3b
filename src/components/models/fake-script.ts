import type { RunContext } from '../../plan/context.js';
import type { ExecutionContext } from '../../plan/node.js';
import { Pause } from '../../run/pause.js';
import { throwIfAborted } from '../throw-if-aborted.js';
import { AIMessageChunk } from '../messages/ai-message-chunk.js';
import { AIMessage } from '../messages/ai-message.js';
import type { Message } from '../messages/coerce-message.js';
import type { ChatOptions } from './chat-options.js';

/** A step of a scripted answer: a chunk of it, an error to throw, or a pause in milliseconds. */
export type FakeStep = string | AIMessageChunk | Error | number;

/** A scripted answer: text, a message, an error to throw, or steps. */
export type FakeResponse = string | AIMessage | Error | readonly FakeStep[];

/** A call of a fake model. */
export interface FakeCall<Options extends ChatOptions = ChatOptions> {
  /** The conversation. */
  readonly messages: readonly Message[];
  /** The options, bound ones included. */
  readonly options: Partial<Options>;
}

/** Scripted answers, or a function that returns the answer to a call; `count` is the number of calls before it. */
export type FakeResponses<Options extends ChatOptions = ChatOptions> =
  readonly FakeResponse[] | ((call: FakeCall<Options>, count: number) => FakeResponse);

/** Waits for a number of milliseconds; throws the reason of the abort if the run is aborted. */
export async function wait(ms: number, ctx: RunContext): Promise<void> {
  throwIfAborted(ctx);
  await new Pause(ms, [(ctx as ExecutionContext).scope]).over;
  throwIfAborted(ctx);
}

/** A scripted answer as steps: text is split into words, each with the space after it. */
export function stepsOf(response: FakeResponse): readonly FakeStep[] {
  if (typeof response === 'string') return response.match(/\S+\s*|^\s+/g) ?? [''];
  if (response instanceof AIMessage) return stepsOfMessage(response);
  return response instanceof Error ? [response] : response;
}

/** The text of a message in words, followed by the rest of the message. */
function stepsOfMessage(message: AIMessage): readonly FakeStep[] {
  const whole = AIMessageChunk.of(message);
  if (typeof message.content !== 'string' || message.content === '') return [whole];
  return [...stepsOf(message.content), whole.withContent('')];
}

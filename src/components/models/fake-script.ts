import type { RunContext } from '../../plan/context.js';
import type { ExecutionContext } from '../../plan/node.js';
import { Pause } from '../../run/pause.js';
import { throwIfAborted } from '../aborted.js';
import { AIMessageChunk } from '../messages/ai-message-chunk.js';
import { AIMessage } from '../messages/ai-message.js';
import type { Message } from '../messages/coerce-message.js';
import type { ChatOptions } from './chat-options.js';

/** A step of a scripted answer: a piece of it, an error to be thrown, or a pause in milliseconds. */
export type FakeStep = string | AIMessageChunk | Error | number;

/** A scripted answer: a text, a message, an error to be thrown, or steps. */
export type FakeResponse = string | AIMessage | Error | readonly FakeStep[];

/** What a fake model was called with. */
export interface FakeCall<Options extends ChatOptions = ChatOptions> {
  readonly messages: readonly Message[];
  readonly options: Partial<Options>;
}

/** A scripted answer, or a function that makes one of each call. */
export type FakeResponses<Options extends ChatOptions = ChatOptions> =
  readonly FakeResponse[] | ((call: FakeCall<Options>, count: number) => FakeResponse);

/** Waits, unless the run is aborted, which throws the reason. */
export async function wait(ms: number, ctx: RunContext): Promise<void> {
  throwIfAborted(ctx);
  await new Pause(ms, [(ctx as ExecutionContext).scope]).over;
  throwIfAborted(ctx);
}

/** A scripted answer as steps: a text in words, each with the space behind it. */
export function stepsOf(response: FakeResponse): readonly FakeStep[] {
  if (typeof response === 'string') return response.match(/\S+\s*|^\s+/g) ?? [''];
  if (response instanceof AIMessage) return stepsOfMessage(response);
  return response instanceof Error ? [response] : response;
}

/** The text of the message in words, and then the rest of it. */
function stepsOfMessage(message: AIMessage): readonly FakeStep[] {
  const whole = AIMessageChunk.of(message);
  if (typeof message.content !== 'string' || message.content === '') return [whole];
  return [...stepsOf(message.content), whole.withContent('')];
}

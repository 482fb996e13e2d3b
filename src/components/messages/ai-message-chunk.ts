import { accumulate, type Accumulator } from '../../stream/add.js';
import { AIMessage, isAIMessage, type AIMessageFields } from './ai-message.js';
import { ChunkFieldsSum, type ChunkFields } from './chunk-fields.js';
import type { MessageContent } from './content.js';
import { fieldsOf, type MessageInit } from './message.js';
import { readToolCalls, type InvalidToolCall, type ToolCall, type ToolCallChunk } from './tool-call.js';

/** Fields of an {@link AIMessageChunk}; complete tool calls may be given as well as pieces. */
export interface AIMessageChunkFields extends AIMessageFields {
  /** Pieces of tool calls. */
  readonly toolCallChunks?: readonly ToolCallChunk[] | undefined;
}

const NONE: readonly never[] = Object.freeze([]);

/**
 * A chunk of the streamed answer of a model; chunks add up to the answer.
 *
 * Text is concatenated, pieces of tool calls are joined by their index, usage is summed, the first id is kept.
 * `toolCalls` has the calls whose arguments are complete, `invalidToolCalls` all others.
 *
 * @example
 * ```ts
 * import { AIMessageChunk } from 'runwright';
 *
 * new AIMessageChunk('Hel').concat(new AIMessageChunk('lo')).text; // => 'Hello'
 * ```
 */
export class AIMessageChunk extends AIMessage {
  /** Pieces of tool calls. */
  readonly toolCallChunks: readonly ToolCallChunk[];

  constructor(init: MessageInit<AIMessageChunkFields>) {
    const fields = fieldsOf(init);
    super({ ...fields, toolCalls: undefined, invalidToolCalls: undefined });
    this.toolCallChunks = fields.toolCallChunks ?? piecesOf(fields.toolCalls, fields.invalidToolCalls);
    if (this.toolCallChunks.length > 0) this.#readCallsLater();
  }

  /** Converts the message of a model into a chunk with all of its content. */
  static of(message: AIMessage): AIMessageChunk {
    return message instanceof AIMessageChunk ? message : new AIMessageChunk(asFields(message));
  }

  /** Copies the chunk with another content. */
  withContent(content: MessageContent): AIMessageChunk {
    return new AIMessageChunk({ ...asFields(this), content });
  }

  /**
   * Adds a chunk to this one; neither is changed.
   *
   * @throws TypeError if the other is not a message of a model.
   */
  concat(other: AIMessage): AIMessageChunk {
    const sum = new ChunkSum();
    sum.add(this);
    if (!sum.add(other)) throw new TypeError('Only messages of a model can be added to a chunk of one.');
    return sum.value;
  }

  /** Starts an addition that takes linear time, however many chunks follow. */
  [accumulate](): Accumulator {
    const sum = new ChunkSum();
    sum.add(this);
    return sum;
  }

  /** Converts the chunk, the sum of all chunks of an answer, into a message. */
  toMessage(): AIMessage {
    const { content, id, name, additionalKwargs, responseMetadata, usage } = this;
    const { toolCalls, invalidToolCalls } = this;
    const fields = { content, id, name, additionalKwargs, responseMetadata, usage };
    return new AIMessage({ ...fields, toolCalls, invalidToolCalls });
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    return this.toMessage().toJSON();
  }

  // Reading the calls eagerly would parse the arguments so far for every chunk.
  #readCallsLater(): void {
    const calls = this.toolCallChunks;
    let read: ReturnType<typeof readToolCalls> | undefined;
    for (const key of ['toolCalls', 'invalidToolCalls'] as const) {
      Object.defineProperty(this, key, {
        enumerable: true,
        configurable: true,
        get: () => (read ??= readToolCalls(calls))[key],
      });
    }
  }
}

class ChunkSum implements Accumulator {
  readonly #fields = new ChunkFieldsSum();

  add(chunk: unknown): boolean {
    if (!isAIMessage(chunk)) return false;
    this.#fields.add(asFields(chunk));
    return true;
  }

  get value(): AIMessageChunk {
    return new AIMessageChunk(this.#fields.value);
  }
}

function asFields(message: AIMessage): ChunkFields {
  const { content, id, name, additionalKwargs, responseMetadata, usage } = message;
  const toolCallChunks =
    message instanceof AIMessageChunk
      ? message.toolCallChunks
      : piecesOf(message.toolCalls, message.invalidToolCalls);
  return { content, id, name, additionalKwargs, responseMetadata, usage, toolCallChunks };
}

/** Complete calls as pieces; without an index, nothing is joined to them. */
function piecesOf(
  toolCalls: readonly ToolCall[] = NONE,
  invalidToolCalls: readonly InvalidToolCall[] = NONE,
): readonly ToolCallChunk[] {
  if (toolCalls.length === 0 && invalidToolCalls.length === 0) return NONE;
  return [
    ...toolCalls.map(({ args, ...call }) => ({ ...call, args: JSON.stringify(args) })),
    ...invalidToolCalls.map(({ error: _error, ...call }) => call),
  ];
}

/** A tool call that a model requests. */
export interface ToolCall {
  /** Identifies the call; the {@link ToolMessage} that answers it refers to it. */
  readonly id?: string;
  /** Name of the tool. */
  readonly name: string;
  /** The arguments. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** A tool call whose arguments are not a JSON object. */
export interface InvalidToolCall {
  readonly id?: string;
  /** Name of the tool. */
  readonly name: string;
  /** The arguments as the model wrote them. */
  readonly args: string;
  /** What is wrong with them. */
  readonly error: string;
}

/** A piece of a streamed tool call; the pieces of a call have the same index. */
export interface ToolCallChunk {
  readonly index?: number;
  readonly id?: string;
  readonly name?: string;
  /** A piece of the JSON text of the arguments. */
  readonly args?: string;
}

/** Tool calls sorted by whether their arguments are complete. */
export interface ReadToolCalls {
  readonly toolCalls: readonly ToolCall[];
  readonly invalidToolCalls: readonly InvalidToolCall[];
}

/**
 * Parses tool calls whose arguments are JSON text. Incomplete text is invalid and never completed by guessing: a tool
 * must not be called with half of its arguments.
 */
export function readToolCalls(chunks: readonly ToolCallChunk[]): ReadToolCalls {
  const toolCalls: ToolCall[] = [];
  const invalidToolCalls: InvalidToolCall[] = [];
  for (const { id, name = '', args = '' } of chunks) {
    const call = id === undefined ? { name } : { id, name };
    const read = readArguments(args);
    if (typeof read === 'string') invalidToolCalls.push({ ...call, args, error: read });
    else toolCalls.push({ ...call, args: read });
  }
  return { toolCalls, invalidToolCalls };
}

/** The arguments of a call, or what is wrong with them; empty text means no arguments. */
function readArguments(text: string): Record<string, unknown> | string {
  if (text.trim() === '') return {};
  try {
    const args: unknown = JSON.parse(text);
    if (typeof args === 'object' && args !== null && !Array.isArray(args))
      return args as Record<string, unknown>;
    return 'The arguments of a tool call must be a JSON object.';
  } catch (error) {
    return (error as Error).message;
  }
}

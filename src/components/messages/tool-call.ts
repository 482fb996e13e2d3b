/** A call of a tool that a model asks for. */
export interface ToolCall {
  /** Names the call; the {@link ToolMessage} that answers it carries the same. */
  readonly id?: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A call of a tool whose arguments are no JSON object, as a model may write them. */
export interface InvalidToolCall {
  readonly id?: string;
  readonly name: string;
  /** The arguments as the model wrote them. */
  readonly args: string;
  /** What is wrong with them. */
  readonly error: string;
}

/** A piece of a streamed tool call; pieces of one call carry the same index. */
export interface ToolCallChunk {
  readonly index?: number;
  readonly id?: string;
  readonly name?: string;
  /** A piece of the arguments' JSON text. */
  readonly args?: string;
}

/** Tool calls sorted by whether their arguments are complete. */
export interface ReadToolCalls {
  readonly toolCalls: readonly ToolCall[];
  readonly invalidToolCalls: readonly InvalidToolCall[];
}

/**
 * Reads calls whose arguments are JSON text. Text that stops short is invalid, never completed by guesswork: a tool
 * must not be called with half its arguments.
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

/** The arguments of a call, or what is wrong with them; a tool without parameters may be called with nothing at all. */
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

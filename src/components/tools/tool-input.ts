import type { ToolCall } from '../messages/tool-call.js';

/** The input of a tool: its arguments as a value or as JSON text, or the tool call of a model. */
export type ToolInput<I> = I | ToolCall | string;

/** A tool call in the form in which observers are shown it. */
export interface ReadCall {
  readonly type: 'tool_call';
  readonly id?: string;
  readonly name: string;
  /** The arguments, or their JSON text. */
  readonly args: unknown;
}

/**
 * Reads the tool call of a model: from a message of this library or of LangChain.js, or in OpenAI's format.
 *
 * A call without a `type` is recognised by the name of the tool: arguments, too, may have properties `name` and `args`.
 *
 * @returns undefined if the input is not a tool call.
 */
export function readCall(input: unknown, toolName: string): ReadCall | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const { type, id, name, args, function: called } = input as Partial<Record<string, unknown>>;
  if (type === 'tool_call' || type === 'invalid_tool_call') return callOf(id, name ?? toolName, args);
  if (type === 'function' && typeof called === 'object' && called !== null) {
    const { name: calledName, arguments: text } = called as Partial<Record<string, unknown>>;
    return callOf(id, calledName, text);
  }
  if (type !== undefined || name !== toolName || !Object.hasOwn(input, 'args')) return undefined;
  return Object.keys(input).every((key) => CALL_KEYS.has(key)) ? callOf(id, name, args) : undefined;
}

const CALL_KEYS: ReadonlySet<string> = new Set(['id', 'name', 'args', 'error']);

function callOf(id: unknown, name: unknown, args: unknown): ReadCall {
  return {
    type: 'tool_call',
    ...(typeof id === 'string' && { id }),
    name: String(name),
    args,
  };
}

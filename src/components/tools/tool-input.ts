import type { ToolCall } from '../messages/tool-call.js';

/** What a tool takes besides its arguments as a value: the call that a model asks for, or the arguments as JSON text. */
export type ToolInput<I> = I | ToolCall | string;

/** A call of a tool, in the one form in which it is shown to observers. */
export interface ReadCall {
  readonly type: 'tool_call';
  readonly id?: string;
  readonly name: string;
  /** The arguments, or their JSON text. */
  readonly args: unknown;
}

/**
 * Reads a call that a model asks for: one of this library's messages, of LangChain.js's, or of OpenAI's.
 *
 * A call that does not say that it is one is known by its name, which must be the tool's: an object may have properties
 * `name` and `args` of its own.
 *
 * @returns undefined for anything else.
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

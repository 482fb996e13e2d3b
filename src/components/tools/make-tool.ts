import type { RunContext } from '../../plan/context.js';
import type { Runnable } from '../../plan/runnable.js';
import type { Returned } from '../../plan/step-types.js';
import type { StandardSchema, TypeGiven, TypeToken } from '../../plan/type-token.js';
import { asRunnable } from '../../run/as-runnable.js';
import { coerce } from '../../run/coerce.js';
import type { ToolFacts } from './runnable-tool-like.js';
import type { ArgsGiven, ArgsTaken, ArgTypes, RunnableTool } from './tool-types.js';

/** A type whose values the compiler knows, unlike those of a JSON Schema. */
type Typed = StandardSchema | (abstract new (...args: never) => unknown);

/**
 * Turns a function or a runnable into a tool; a function gets the arguments as the schema parses them. See
 * {@link RunnableToolLike}.
 *
 * @throws {@link UntypedToolError} if the type of the arguments is neither given nor declared nor inferred.
 * @example
 * ```ts
 * import { tool } from 'runwright';
 *
 * const add = tool(({ a, b }) => a + b, {
 *   name: 'add',
 *   description: 'Adds two numbers.',
 *   argTypes: { a: Number, b: Number },
 * });
 * await add.invoke('{ "a": 1, "b": 2 }'); // => 3
 * ```
 */
export function tool<const S extends Typed, R>(
  func: (input: TypeGiven<S>, ctx: RunContext) => R,
  options: ToolFacts & { readonly schema: S },
): RunnableTool<ArgsTaken<S, never, unknown>, Returned<R>>;
export function tool<const A extends ArgTypes, R>(
  func: (input: ArgsGiven<A, unknown>, ctx: RunContext) => R,
  options: ToolFacts & { readonly argTypes: A },
): RunnableTool<ArgsTaken<never, A, unknown>, Returned<R>>;
export function tool<I, R>(
  func: (input: I, ctx: RunContext) => R,
  options?: ToolFacts & { readonly schema?: TypeToken },
): RunnableTool<I, Returned<R>>;
export function tool<I, O>(runnable: Runnable<I, O>, options?: ToolFacts): RunnableTool<I, O>;
/** Turns a runnable into a tool with the given name, whose description shows the structure of the runnable. */
export function tool<I, O>(name: string, runnable: Runnable<I, O>): RunnableTool<I, O>;
export function tool(first: unknown, second?: unknown): RunnableTool<never, unknown> {
  if (typeof first !== 'string') return asRunnable(coerce(first, 'tool')).asTool(second as object);
  const node = coerce(second, `tool ${JSON.stringify(first)}`);
  return asRunnable(node).asTool({ name: first, description: node.toString() });
}

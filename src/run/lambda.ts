import { InvalidOptionError } from '../errors/declaration-errors.js';
import { describeSource } from '../errors/describe.js';
import { runnableBrand } from '../plan/brand.js';
import type { Node } from '../plan/node.js';
import type { Runnable } from '../plan/runnable.js';
import type { Returned, StepFunction } from '../plan/step-types.js';
import type { NodeTypes, Structure } from '../plan/structure.js';
import type { TypeToken } from '../plan/type-token.js';
import { call, type UserFunction } from './call.js';
import { CallingBase } from './calling.js';
import type { Context } from './context.js';

/** Options of a lambda. */
export interface LambdaOptions {
  /** Name of its runs; the function's own by default. */
  readonly name?: string | undefined;
  /** Runnables that the function calls, for graphs and config specs, which cannot see into a closure. */
  readonly deps?: readonly Runnable<never, unknown>[];
  /** The type of its input, for schemas. */
  readonly inputSchema?: TypeToken | undefined;
  /** The type of its output, for schemas. */
  readonly outputSchema?: TypeToken | undefined;
}

/**
 * Runs a function as a step.
 *
 * The function gets the input and the {@link RunContext}. It may return a value, a promise, chunks (a generator or any
 * asynchronous iterable), or another runnable, which is then run on the same input in its place, nested at most
 * `recursionLimit` levels deep.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 *
 * const count = RunnableLambda.from((text: string) => text.split(' ').length);
 * await count.invoke('to be or not'); // => 4
 * ```
 */
export class RunnableLambda<I, O> extends CallingBase<I, O> {
  readonly kind: string = 'lambda';
  readonly deps: readonly Runnable<never, unknown>[];
  readonly #fn: UserFunction<I>;
  readonly #types: NodeTypes;

  /**
   * @throws {@link InvalidOptionError} if `fn` is no function, or `deps` no list of runnables.
   */
  constructor(fn: StepFunction<I, unknown>, options: LambdaOptions = {}) {
    if (typeof (fn as unknown) !== 'function')
      throw new InvalidOptionError('RunnableLambda', 'fn', 'a function', fn);
    super(options.name ?? (fn.name === '' ? undefined : fn.name));
    const { deps = [] } = options;
    if (!isListOfRunnables(deps))
      throw new InvalidOptionError(this.getName(), 'deps', 'a list of runnables', deps);
    this.deps = Object.freeze([...deps]);
    this.#fn = fn;
    this.#types = { input: options.inputSchema, output: options.outputSchema };
  }

  /** Makes a step of a function, from which its types are inferred. */
  static from<I, R>(fn: StepFunction<I, R>, options?: LambdaOptions): RunnableLambda<I, Returned<R>> {
    return new RunnableLambda(fn, options);
  }

  override structure(): Structure<Node> {
    return {
      shape: this.deps.length === 0 ? 'leaf' : 'fork',
      parts: this.deps.map((dep) => ({ node: nodeOf(dep) })),
      types: this.#types,
    };
  }

  /** None: a function has no configurable properties. */
  override fieldValues(): Readonly<Record<string, unknown>> {
    return {};
  }

  override begin(input: I, ctx: Context): unknown {
    return call(this.#fn, input, ctx);
  }

  /** Identifies the function: its name, or its source if that is one short line, or else `...`. */
  get source(): string {
    return describeSource(this.name, this.#fn);
  }

  override toString(): string {
    return `RunnableLambda(${this.source})`;
  }

  protected override defaultName(): string {
    return 'RunnableLambda';
  }
}

function isListOfRunnables(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((item: unknown) => typeof item === 'object' && item !== null && runnableBrand in item)
  );
}

/** An instance of a decorated class is no node itself. */
function nodeOf(runnable: Runnable<never, unknown>): Node {
  return (runnable as Partial<Record<typeof runnableBrand, Node>>)[runnableBrand] as Node;
}

import { InvalidOptionError } from '../errors/declaration-errors.js';
import { InvalidInputError, NoRouteError } from '../errors/run-errors.js';
import type { Node, Settle } from '../plan/node.js';
import type { RouterInput, RouterOutput } from '../plan/router-types.js';
import type { AnyRunnable } from '../plan/runnable.js';
import type { StepLike } from '../plan/step-types.js';
import type { Structure } from '../plan/structure.js';
import { once } from '../stream/once.js';
import { asRunnable } from './as-runnable.js';
import { coerceEntries } from './coerce.js';
import type { Context } from './context.js';
import { enterPart, enterPartStream } from './part.js';
import { RunnableBase } from './runnable.js';
import { fromWholeInput } from './whole-input.js';

/** The input of a router whose keys the compiler does not know. */
export interface AnyRouterInput {
  readonly key: string;
  readonly input: unknown;
}

/** What a router consists of. */
export interface RouterFields {
  /** Runnables, functions, or objects of these, by key. */
  readonly runnables: Readonly<Record<string, StepLike<never>>>;
  /** Its name; `RouterRunnable` by default. */
  readonly name?: string | undefined;
}

/**
 * Runs one of several runnables: the one under the `key` of the input, on the `input` of the input.
 *
 * It has no run of its own, and does not pass kwargs on. A batch that contains an unknown key fails before anything
 * runs.
 *
 * @example
 * ```ts
 * import { RouterRunnable } from 'runwright';
 *
 * const router = RouterRunnable.from({
 *   upper: (text: string) => text.toUpperCase(),
 *   double: (count: number) => count * 2,
 * });
 * await router.invoke({ key: 'double', input: 21 }); // => 42
 * ```
 */
export class RouterRunnable<I = AnyRouterInput, O = unknown> extends RunnableBase<I, O> {
  readonly kind: string = 'router';
  readonly #routes: ReadonlyMap<string, Node>;

  /** @throws {@link InvalidStepError} naming the key of what cannot be a step. */
  constructor({ runnables, name }: RouterFields) {
    super(name);
    if (typeof (runnables as unknown) !== 'object' || (runnables as unknown) === null) {
      throw new InvalidOptionError('RouterRunnable', 'runnables', 'an object of steps', runnables);
    }
    this.#routes = new Map(Object.entries(coerceEntries(runnables, name ?? 'RouterRunnable')));
  }

  /** Makes a router of an object of steps, from which its keys and types are inferred. */
  static from<const T extends object>(
    runnables: T,
    options: { readonly name?: string | undefined } = {},
  ): RouterRunnable<RouterInput<T>, RouterOutput<T>> {
    return new RouterRunnable({ ...options, runnables: runnables as RouterFields['runnables'] });
  }

  /** The runnables by key. */
  get runnables(): Readonly<Record<string, AnyRunnable>> {
    return Object.fromEntries([...this.#routes].map(([key, node]) => [key, asRunnable(node)]));
  }

  /** None: a copy could not have other values of its properties. */
  override fieldValues(): Readonly<Record<string, unknown>> {
    return {};
  }

  override get transparent(): boolean {
    return true;
  }

  override get segment(): undefined {
    return undefined;
  }

  override structure(): Structure<Node> {
    return {
      shape: 'choice',
      parts: [...this.#routes].map(([label, node]) => ({ node, label })),
      recipe: { type: 'RouterRunnable', fields: { runnables: this.runnables, name: this.name } },
    };
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const { key, input: rest } = this.#check(input);
    return enterPart(this.#routeOf(key), rest, ctx.withoutKwargs()) as O | PromiseLike<O>;
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    return fromWholeInput(chunks, ctx, (value) => {
      const { key, input } = this.#check(value);
      return enterPartStream(this.#routeOf(key), once(input), ctx.withoutKwargs()) as AsyncIterable<O>;
    });
  }

  override async executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): Promise<void> {
    const keys = inputs.map((input) => this.#check(input).key);
    const missing = keys.filter((key) => !this.#routes.has(key));
    if (missing.length > 0) throw new NoRouteError(missing, [...this.#routes.keys()]);
    await super.executeBatch(inputs, contexts, settle, limit);
  }

  #routeOf(key: string): Node {
    const route = this.#routes.get(key);
    if (route === undefined) throw new NoRouteError([key], [...this.#routes.keys()]);
    return route;
  }

  #check(input: unknown): AnyRouterInput {
    if (typeof input === 'object' && input !== null && 'key' in input && 'input' in input) {
      return input as AnyRouterInput;
    }
    throw new InvalidInputError(this.getName(), 'an object with a key and an input', input);
  }

  protected override defaultName(): string {
    return 'RouterRunnable';
  }
}

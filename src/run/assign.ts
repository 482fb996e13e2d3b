import type { Node } from '../plan/node.js';
import type { Structure } from '../plan/structure.js';
import { Prefetched } from '../stream/prefetched.js';
import { leftEarly, Scope } from './scope.js';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { AssignRule, Assigned } from '../plan/object-types.js';
import type { InputOf, OutputFor, OutputOf, StepObject, TypeRule } from '../plan/step-types.js';
import type { Runnable } from '../plan/runnable.js';
import { addable, setOwn } from '../stream/add.js';
import { isPromiseLike } from '../stream/guards.js';
import { tee } from '../stream/tee.js';
import { settleWithinTurn } from '../stream/turn.js';
import { attach } from './attach.js';
import { coerceEntries } from './coerce.js';
import type { Context } from './context.js';
import { enterPart, enterPartStream } from './part.js';
import { RunnableParallel } from './parallel.js';
import { RuledBase } from './ruled.js';
import { Through } from './through.js';
import { checkObject, type ObjectInput } from './object-input.js';

/** Stands, in graphs, for the input that passes through. */
const INPUT: Node = new Through();

/** Options of an assign. */
export interface AssignOptions {
  /** Name of its runs; `RunnableAssign` with its keys by default. */
  readonly name?: string | undefined;
}

/**
 * Returns its input, an object, with the outputs of further steps added under keys of their own, which override keys of
 * the input. The steps run concurrently, each on the whole input.
 *
 * Streamed, the chunks of the input come first, without the keys that are assigned, and then those of the steps, which
 * have started in the meantime.
 *
 * @example
 * ```ts
 * import { RunnableAssign } from 'runwright';
 *
 * const counted = RunnableAssign.from({ count: (doc: { text: string }) => doc.text.split(' ').length });
 * await counted.invoke({ text: 'to be or not' }); // => { text: 'to be or not', count: 4 }
 * ```
 */
export class RunnableAssign<I, A, M = unknown> extends RuledBase<I, Assigned<I, A>, AssignRule<M>> {
  readonly kind: string = 'assign';
  /** The parallel of the steps whose outputs are assigned. */
  readonly mapper: RunnableParallel<I, A, TypeRule>;
  readonly #keys: ReadonlySet<string>;

  /**
   * @param mapping - Steps by key: runnables, functions, objects of these; or a parallel of them.
   * @throws {@link InvalidStepError} naming the key of what cannot stand as a step.
   */
  constructor(mapping: StepObject<I> | RunnableParallel<I, A, TypeRule>, options: AssignOptions = {}) {
    super(options.name);
    if (typeof (mapping as unknown) !== 'object' || (mapping as unknown) === null) {
      throw new InvalidOptionError('RunnableAssign', 'mapping', 'an object of steps', mapping);
    }
    this.mapper =
      mapping instanceof RunnableParallel
        ? mapping
        : new RunnableParallel(
            coerceEntries(mapping, options.name ?? 'RunnableAssign') as object as StepObject<I>,
          );
    this.#keys = new Set(Object.keys(this.mapper.steps));
  }

  /** Makes an assign of an object of steps, from which its types are inferred. */
  static from<const M extends object>(
    mapping: M,
    options?: AssignOptions,
  ): RunnableAssign<InputOf<M> & object, OutputOf<M>, M> {
    return new RunnableAssign<InputOf<M> & object, OutputOf<M>, M>(
      mapping as StepObject<InputOf<M> & object>,
      options,
    );
  }

  override structure(): Structure<Node> {
    return {
      shape: 'wrap',
      parts: [{ node: this.mapper }, { node: INPUT, role: 'beside' }],
      recipe: { type: 'RunnableAssign', fields: { mapper: this.mapper, name: this.name } },
    };
  }

  execute(input: I, ctx: Context): Assigned<I, A> | PromiseLike<Assigned<I, A>> {
    const values = checkObject(this, input);
    const mapped = enterPart(this.mapper, input, ctx.withoutKwargs());
    return isPromiseLike(mapped) ? mapped.then((all) => merge(values, all)) : merge(values, mapped);
  }

  override async *executeStream(
    chunks: AsyncIterable<I>,
    ctx: Context,
  ): AsyncGenerator<Assigned<I, A>, void> {
    const branch = ctx.withoutKwargs().withScope(new Scope(ctx.scope));
    const split = tee(chunks, 2);
    const [through, toMapper] = split.legs as readonly unknown[] as readonly [
      AsyncIterable<I>,
      AsyncIterable<I>,
    ];
    let mapped: Prefetched<A> | undefined;
    let failed = false;
    try {
      mapped = new Prefetched(enterPartStream(this.mapper, toMapper, branch));
      for await (const chunk of through) {
        mapped.throwIfFailed();
        const rest = this.#passedThrough(chunk);
        if (rest !== undefined) yield rest as Assigned<I, A>;
      }
      for await (const chunk of mapped.chunks()) yield chunk as object as Assigned<I, A>;
    } catch (error) {
      failed = true;
      branch.scope.abort(error);
      throw error;
    } finally {
      if (mapped?.busy === true) leaveBusy(ctx.scope, branch.scope);
      branch.scope.close();
      const closing = Promise.all([mapped?.close(), split.close()]);
      await (failed ? settleWithinTurn([closing]) : closing);
    }
  }

  /** A chunk of the input without the keys that are assigned; undefined if nothing remains. */
  #passedThrough(chunk: I): object | undefined {
    const rest = addable({});
    let empty = true;
    for (const [key, value] of Object.entries(checkObject(this, chunk))) {
      if (this.#keys.has(key)) continue;
      setOwn(rest, key, value);
      empty = false;
    }
    return empty ? undefined : rest;
  }

  protected override defaultName(): string {
    return `RunnableAssign<${[...this.#keys].join(',')}>`;
  }
}

/** Aborts steps that are no longer awaited, and their sources as well if the reader has left the whole stream. */
function leaveBusy(outer: Scope, inner: Scope): void {
  inner.abort(leftEarly());
  if (outer.left) outer.abandon();
}

/** The keys of the input followed by the mapped ones; a mapped value overrides one of the input. */
function merge<I, A>(values: ObjectInput, mapped: A): Assigned<I, A> {
  return { ...values, ...mapped } as object as Assigned<I, A>;
}

declare module '../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Adds keys to the output, which must be an object: each step gets the whole output, and its result becomes the
     * value of its key.
     */
    assign<const M extends StepObject<O>>(mapping: M): Runnable<I, Assigned<O, OutputFor<M, O>>>;
  }
}

attach('assign', function (mapping: StepObject<unknown>) {
  return (this as Runnable<unknown, unknown>).pipe(new RunnableAssign(mapping));
});

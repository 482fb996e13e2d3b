import { InvalidInputError } from '../errors/run-errors.js';
import { runnableBrand } from '../plan/brand.js';
import { Failure, type Node, type Settle } from '../plan/node.js';
import type { Carrier, InputOf, OutputOf } from '../plan/step-types.js';
import type { Structure } from '../plan/structure.js';
import type { Context } from '../run/context.js';
import { enter, enterBatch, enterStream } from '../run/enter.js';
import { RunnableBase } from '../run/runnable.js';
import { isPromiseLike } from '../stream/guards.js';
import { CallRecord, notingInput, notingOutput, type RecordedCall } from './call-record.js';

/**
 * Runs another runnable and records the calls; it has no run of its own. {@link recording} makes one.
 *
 * @typeParam I - What the runnable takes.
 * @typeParam O - What it gives.
 */
export class Recording<I, O> extends RunnableBase<I, O> {
  readonly kind = 'recording';
  readonly #bound: Node<I, O>;
  readonly #calls: CallRecord<I, O>[];

  /** @param calls - The list that calls are added to; one of its own by default. */
  constructor(bound: Node<I, O>, calls: CallRecord<I, O>[] = []) {
    super(bound.name);
    this.#bound = bound;
    this.#calls = calls;
  }

  /** The calls in their order. */
  get calls(): readonly RecordedCall<I, O>[] {
    return this.#calls;
  }

  /** Forgets the calls. */
  clear(): void {
    this.#calls.length = 0;
  }

  override get transparent(): boolean {
    return true;
  }
  override get segment(): string | undefined {
    return this.#bound.segment;
  }
  override get boundConcurrency(): number | undefined {
    return this.#bound.boundConcurrency;
  }

  override structure(): Structure<Node> {
    return { shape: 'wrap', parts: [{ node: this.#bound }] };
  }

  override execute(input: I, ctx: Context): O | PromiseLike<O> {
    const record = this.#note(input, ctx);
    const fail = (error: unknown): never => {
      record.fail(error);
      throw error;
    };
    try {
      const output = enter<I, O>(this.#bound, input, ctx);
      return isPromiseLike(output)
        ? output.then((value) => record.succeed(value), fail)
        : record.succeed(output);
    } catch (error) {
      return fail(error);
    }
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const record = new CallRecord<I, O>(ctx);
    this.#calls.push(record);
    return notingOutput(enterStream(this.#bound, notingInput(chunks, record), ctx), record);
  }

  override executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void> {
    const records = inputs.map((input, index) => this.#note(input, contexts[index]!));
    const noting: Settle<O> = (index, outcome) => {
      if (outcome instanceof Failure) records[index]?.fail(outcome.error);
      else records[index]?.succeed(outcome);
      settle(index, outcome);
    };
    return enterBatch(this.#bound, inputs, contexts, noting, limit);
  }

  #note(input: I, ctx: Context): CallRecord<I, O> {
    const record = new CallRecord<I, O>(ctx);
    record.inputChunks.push(input);
    this.#calls.push(record);
    return record;
  }

  protected override defaultName(): string {
    return this.#bound.getName();
  }
}

/**
 * Makes a runnable that runs another one and records its calls.
 *
 * @throws {@link InvalidInputError} for what is no runnable.
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 * import { recording } from 'runwright/testing';
 *
 * const upper = recording(RunnableLambda.from((text: string) => text.toUpperCase()));
 * await upper.pipe((text) => text.length).invoke('hey', { tags: ['greeting'] });
 * upper.calls[0]?.output; // => 'HEY'
 * upper.calls[0]?.config.tags; // => ['greeting']
 * ```
 */
export function recording<R extends Carrier<never, unknown>>(
  runnable: R,
): Recording<InputOf<R>, OutputOf<R>> {
  const { [runnableBrand]: node } = runnable as object as { readonly [runnableBrand]?: Node };
  if (node === undefined) {
    const expected = 'a runnable, such as app.get(Answer) or new Answer()';
    throw new InvalidInputError('recording', expected, runnable);
  }
  return new Recording(node as Node<InputOf<R>, OutputOf<R>>);
}

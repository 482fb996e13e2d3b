import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { RunnableClass } from '../plan/class-types.js';
import type { InputOf, OutputOf } from '../plan/step-types.js';
import { call, within } from '../run/call.js';
import type { Context } from '../run/context.js';
import { RunnableBase } from '../run/runnable.js';
import { refuseAsynchronous } from '../run/synchronous.js';
import { isPromiseLike } from '../stream/guards.js';
import { CallRecord, notingOutput, type RecordedCall } from './call-record.js';
import { isImmediate, play, playNow, playWhole, type Response } from './play-script.js';
import { stepsOf, type ScriptedResponse, type ScriptedResponses } from './script.js';

/** Options of a {@link FakeStep}. */
export interface FakeStepFields<in I, out O> {
  /**
   * Name of its runs.
   *
   * @defaultValue `'FakeStep'`
   */
  readonly name?: string | undefined;
  /** Its responses in turn, starting over after the last; or a function that makes one for each call. */
  readonly responses: ScriptedResponses<I, O>;
}

/**
 * A runnable for tests that responds by a script and records its calls.
 *
 * A response is an output, an Error to be thrown, or a script made by {@link chunks}, {@link after}, {@link hang} or
 * {@link literal}. A response that takes no time is given synchronously, so `invokeSync` works, too.
 *
 * @example
 * ```ts
 * import { FakeStep } from 'runwright/testing';
 *
 * const search = new FakeStep<string, string[]>({ responses: [new Error('down'), ['The sky is blue.']] });
 * await search.withRetry({ maxRetries: 1, delay: 0 }).invoke('sky'); // => ['The sky is blue.']
 * search.calls.map(({ input, attempt, status }) => [input, attempt, status]);
 * // => [['sky', 1, 'failed'], ['sky', 2, 'succeeded']]
 * ```
 */
export class FakeStep<I, O> extends RunnableBase<I, O> {
  readonly kind = 'fake';
  readonly #calls: CallRecord<I, O>[] = [];
  readonly #responses: ScriptedResponses<I, O>;

  /** @throws {@link InvalidOptionError} for an empty list of responses. */
  constructor({ name, responses }: FakeStepFields<I, O>) {
    super(name);
    if (typeof responses !== 'function' && responses.length === 0)
      throw new InvalidOptionError(this.getName(), 'responses', 'a list of at least one', responses);
    this.#responses = responses;
  }

  /** Its calls in their order, with their inputs, outputs and errors. */
  get calls(): readonly RecordedCall<I, O>[] {
    return this.#calls;
  }

  /** The inputs of the calls, in their order. */
  get inputs(): readonly I[] {
    return this.#calls.map(({ input }) => input);
  }

  /** Forgets the calls, and starts over with the first response. */
  clear(): void {
    this.#calls.length = 0;
  }

  override execute(input: I, ctx: Context): O | Promise<O> {
    const count = this.#calls.length;
    const record = this.#note(ctx);
    record.inputChunks.push(input);
    try {
      const response = this.#respond(input, ctx, count);
      const steps = isPromiseLike(response) ? undefined : stepsOf(response);
      if (steps?.every(isImmediate) === true) return playNow(steps, record);
      if (ctx.scope.synchronous) refuseAsynchronous(this, 'waits');
      return playWhole(response, record, ctx);
    } catch (error) {
      record.fail(error);
      throw error;
    }
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    return within(ctx, this.#stream(chunks, ctx));
  }

  async *#stream(chunks: AsyncIterable<I>, ctx: Context): AsyncGenerator<O, void> {
    let record: CallRecord<I, O> | undefined;
    let count = 0;
    for await (const chunk of chunks) {
      ctx.scope.throwIfAborted();
      if (record === undefined) {
        count = this.#calls.length;
        record = this.#note(ctx);
      }
      record.inputChunks.push(chunk);
    }
    // A stream without chunks calls no step, so it does not call this one either.
    if (record === undefined) return;
    const { input } = record;
    yield* notingOutput(
      play(() => this.#respond(input, ctx, count), ctx),
      record,
    );
  }

  #note(ctx: Context): CallRecord<I, O> {
    const record = new CallRecord<I, O>(ctx);
    this.#calls.push(record);
    return record;
  }

  /** @param count - How many calls came before this one. */
  #respond(input: I, ctx: Context, count: number): Response<O> {
    const responses = this.#responses;
    if (typeof responses !== 'function') return responses[count % responses.length] as ScriptedResponse<O>;
    return call((value: I) => responses(value, ctx, count), input, ctx) as ScriptedResponse<O>;
  }

  protected override defaultName(): string {
    return 'FakeStep';
  }
}

/**
 * Makes a {@link FakeStep} with the input and output types of a class, and the name that its runs have.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Runnable, Step } from 'runwright';
 * import { fakeOf } from 'runwright/testing';
 *
 * @Runnable({ name: 'model' })
 * class Model extends Step<string, string> {
 *   run(prompt: string): string {
 *     return prompt;
 *   }
 * }
 * const model = fakeOf(Model, ['Hello.', new Error('overloaded')]);
 * await model.invoke('Hi'); // => 'Hello.'
 * ```
 *
 * @throws {@link InvalidOptionError} for an empty list of responses.
 */
export function fakeOf<C extends RunnableClass>(
  type: C,
  responses: ScriptedResponses<InputOf<C>, OutputOf<C>>,
): FakeStep<InputOf<C>, OutputOf<C>> {
  return new FakeStep({ name: nameOfRuns(type), responses });
}

/** The name that the runs of a class have. */
export function nameOfRuns(type: Class): string {
  return (isClass(type) ? declarationOf(type)?.kinds[0]?.options.name : undefined) ?? type.name;
}

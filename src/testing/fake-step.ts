import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import { wait } from '../components/models/fake-script.js';
import type { RunnableClass } from '../plan/class-types.js';
import type { InputOf, OutputOf } from '../plan/step-types.js';
import { call, within } from '../run/call.js';
import type { Context } from '../run/context.js';
import { RunnableBase } from '../run/runnable.js';
import { refuseAsynchronous } from '../run/synchronous.js';
import { isPromiseLike } from '../stream/guards.js';
import { CallRecord, notingOutput, type RecordedCall } from './call-record.js';
import { stepsOf, type ScriptedResponse, type ScriptedResponses, type ScriptStep } from './script.js';

/** What a {@link FakeStep} is made with. */
export interface FakeStepFields<in I, out O> {
  /** Name of its runs; `FakeStep` by default. */
  readonly name?: string | undefined;
  /** Its responses in turn, over and over; or what makes one of each call. */
  readonly responses: ScriptedResponses<I, O>;
}

/**
 * A runnable for tests that answers by a script, and remembers what it was called with.
 *
 * A response is an output, an Error to be thrown, or a script made by {@link chunks}, {@link after}, {@link hang} or
 * {@link literal}. What takes no time is answered at once, so that it may stand in a run of `invokeSync`.
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

  /** What it was called with and what came of it, in the order of the calls. */
  get calls(): readonly RecordedCall<I, O>[] {
    return this.#calls;
  }

  /** The inputs of the calls, in their order. */
  get inputs(): readonly I[] {
    return this.#calls.map(({ input }) => input);
  }

  /** Forgets the calls; the script begins anew. */
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
 * Makes a {@link FakeStep} that stands for a class: of its input and output, under the name of its runs.
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

/** What a script answers with, perhaps later. */
type Response<O> = ScriptedResponse<O> | PromiseLike<ScriptedResponse<O>>;

type Immediate<O> = Exclude<ScriptStep<O>, { readonly kind: 'pause' | 'hang' }>;

function isImmediate<O>(step: ScriptStep<O>): step is Immediate<O> {
  return step.kind === 'chunk' || step.kind === 'error';
}

function playNow<I, O>(steps: readonly Immediate<O>[], record: CallRecord<I, O>): O {
  for (const step of steps) {
    if (step.kind === 'error') throw step.error;
    record.chunks.push(step.value);
  }
  record.status = 'succeeded';
  return record.output as O;
}

async function playWhole<I, O>(response: Response<O>, record: CallRecord<I, O>, ctx: Context): Promise<O> {
  // The record adds up the chunks.
  for await (const _chunk of notingOutput(
    play(() => response, ctx),
    record,
  ));
  return record.output as O;
}

async function* play<O>(respond: () => Response<O>, ctx: Context): AsyncGenerator<O, void> {
  for (const step of stepsOf(await respond())) {
    switch (step.kind) {
      case 'chunk':
        yield step.value;
        break;
      case 'pause':
        await wait(step.ms, ctx);
        break;
      case 'hang':
        await untilAborted(ctx);
        break;
      case 'error':
        throw step.error;
    }
  }
}

/** Rejects with the reason when the run is aborted, and settles in no other way. */
function untilAborted({ scope }: Context): Promise<never> {
  return new Promise((_resolve, reject) => {
    scope.onAbort(reject);
  });
}

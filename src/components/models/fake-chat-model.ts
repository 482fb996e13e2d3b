import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { RunContext } from '../../plan/context.js';
import { addChunks } from '../../stream/fold.js';
import { AIMessageChunk } from '../messages/ai-message-chunk.js';
import { AIMessage } from '../messages/ai-message.js';
import type { Message } from '../messages/coerce-message.js';
import { ChatModel } from './chat-model.js';
import type { ChatOptions } from './chat-options.js';
import { stepsOf, wait, type FakeCall, type FakeResponse, type FakeResponses } from './fake-script.js';

/** Fields of a {@link FakeChatModel}. */
export interface FakeModelFields<Options extends ChatOptions = ChatOptions> {
  readonly name?: string | undefined;
  /**
   * Its answers in turn, repeated from the start when they run out; or a function that returns the answer to a call.
   */
  readonly responses: FakeResponses<Options>;
  /**
   * Milliseconds before each answer.
   *
   * @defaultValue 0
   */
  readonly delayMs?: number | undefined;
}

/**
 * A chat model for tests that gives scripted answers, each in a single chunk, and records its calls.
 *
 * @example
 * ```ts
 * import { FakeChatModel } from 'runwright';
 *
 * const model = new FakeChatModel({ responses: ['Hello.', new Error('overloaded')] });
 * (await model.invoke('Hi')).text; // => 'Hello.'
 * model.calls[0]?.messages[0]?.text; // => 'Hi'
 * ```
 */
export class FakeChatModel<Options extends ChatOptions = ChatOptions> extends ChatModel<Options> {
  /** Its calls, in order. */
  readonly calls: FakeCall<Options>[] = [];
  readonly delayMs: number;
  readonly #responses: FakeResponses<Options>;

  /** @throws {@link InvalidOptionError} for an empty list of responses. */
  constructor({ name, responses, delayMs = 0 }: FakeModelFields<Options>) {
    super(name);
    if (typeof responses !== 'function' && !(Array.isArray(responses) && responses.length > 0))
      throw new InvalidOptionError(
        this.getName(),
        'responses',
        'a list of at least one, or a function',
        responses,
      );
    this.#responses = responses;
    this.delayMs = delayMs;
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return { responses: this.#responses, delayMs: this.delayMs };
  }

  /** The copy shares its list of calls with the original, and so continues in its responses. */
  override withFields(values: Readonly<Record<string, unknown>>): FakeChatModel<Options> {
    type Fields = FakeModelFields<Options>;
    const { constructor } = this as unknown as {
      constructor: new (fields: Fields) => FakeChatModel<Options>;
    };
    const fields = { name: this.name, ...this.fieldValues(), ...values } as unknown as Fields;
    return Object.assign(new constructor(fields), { calls: this.calls });
  }

  override generate(
    messages: readonly Message[],
    options: Partial<Options>,
    ctx: RunContext,
  ): AIMessage | Promise<AIMessage> {
    const response = this.next({ messages, options });
    const pauses = stepsOf(response).reduce<number>(
      (sum, step) => sum + (typeof step === 'number' ? step : 0),
      this.delayMs,
    );
    return pauses === 0 ? answerOf(response) : wait(pauses, ctx).then(() => answerOf(response));
  }

  /** Records a call and returns the response to it. */
  protected next(call: FakeCall<Options>): FakeResponse {
    this.calls.push(call);
    const count = this.calls.length - 1;
    if (typeof this.#responses === 'function') return this.#responses(call, count);
    return this.#responses[count % this.#responses.length] as FakeResponse;
  }

  protected override defaultName(): string {
    return 'FakeChatModel';
  }
}

function answerOf(response: FakeResponse): AIMessage {
  if (response instanceof AIMessage) return response;
  const steps = stepsOf(response);
  const error = steps.find((step) => step instanceof Error);
  if (error !== undefined) throw error;
  const chunks = steps
    .filter((step) => typeof step !== 'number')
    .map((step) => (typeof step === 'string' ? new AIMessageChunk(step) : (step as AIMessageChunk)));
  return addChunks(chunks)?.toMessage() ?? new AIMessage('');
}

import type { RunContext } from '../../plan/context.js';
import type { AIMessage } from '../messages/ai-message.js';
import type { Message } from '../messages/coerce-message.js';
import type { ChatOptions } from './chat-options.js';
import { FakeChatModel, type FakeModelFields } from './fake-chat-model.js';
import { stepsOf, wait } from './fake-script.js';

/** Fields of a {@link FakeStreamingChatModel}. */
export interface FakeStreamingModelFields<
  Options extends ChatOptions = ChatOptions,
> extends FakeModelFields<Options> {
  /**
   * Milliseconds before each chunk of an answer except the first.
   *
   * @defaultValue 0
   */
  readonly tokenDelayMs?: number | undefined;
}

/**
 * A chat model for tests that streams scripted answers: text word by word, or the listed chunks, pauses and errors.
 *
 * @example
 * ```ts
 * import { FakeStreamingChatModel } from 'runwright';
 *
 * // The second piece comes 20 ms later.
 * const model = new FakeStreamingChatModel({ responses: [['Hel', 20, 'lo'], ['Well', new Error('cut off')]] });
 * for await (const chunk of model.stream('Hi')) console.log(chunk.text); // prints 'Hel', 'lo'
 * ```
 */
export class FakeStreamingChatModel<
  Options extends ChatOptions = ChatOptions,
> extends FakeChatModel<Options> {
  readonly tokenDelayMs: number;

  constructor({ tokenDelayMs = 0, ...fields }: FakeStreamingModelFields<Options>) {
    super(fields);
    this.tokenDelayMs = tokenDelayMs;
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return { ...super.fieldValues(), tokenDelayMs: this.tokenDelayMs };
  }

  override async *generateStream(
    messages: readonly Message[],
    options: Partial<Options>,
    ctx: RunContext,
  ): AsyncGenerator<AIMessage | string, void> {
    const steps = stepsOf(this.next({ messages, options }));
    if (this.delayMs > 0) await wait(this.delayMs, ctx);
    let isFirst = true;
    for (const step of steps) {
      if (step instanceof Error) throw step;
      if (typeof step === 'number') {
        await wait(step, ctx);
        continue;
      }
      if (!isFirst && this.tokenDelayMs > 0) await wait(this.tokenDelayMs, ctx);
      isFirst = false;
      yield step;
    }
  }

  protected override defaultName(): string {
    return 'FakeStreamingChatModel';
  }
}

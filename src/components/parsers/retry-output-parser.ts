import { InvalidInputError } from '../../errors/run-errors.js';
import type { Node } from '../../plan/node.js';
import type { Structure } from '../../plan/structure.js';
import type { Context } from '../../run/context.js';
import { RunnableBase } from '../../run/runnable.js';
import { AIMessage } from '../messages/ai-message.js';
import { coerceMessages, type Message } from '../messages/coerce-message.js';
import { HumanMessage } from '../messages/human-message.js';
import type { ChatInput } from '../models/chat-input.js';
import type { ParserInput } from './output-parser.js';
import { Repair, type RepairFields } from './repair.js';

/** An answer, and the prompt that it answers. */
export interface PromptedAnswer {
  readonly prompt: ChatInput;
  readonly answer: ParserInput;
}

/** Fields of a {@link RetryOutputParser}. */
export interface RetryParserFields<O> extends RepairFields<O> {
  /**
   * Whether the model is told what is wrong with its answer, or only that it is wrong.
   *
   * @defaultValue true
   */
  readonly tellError?: boolean | undefined;
}

/**
 * Reads answers with another parser, and asks the model again if one cannot be parsed: with the prompt, its answer, and
 * what is wrong with it. Unlike an {@link OutputFixingParser}, it can thus complete an answer that lacks something.
 *
 * @typeParam O - The output of the other parser.
 * @example
 * ```ts
 * import { ChatPromptTemplate, FakeChatModel, JsonOutputParser, RetryOutputParser, RunnableParallel } from 'runwright';
 *
 * const model = new FakeChatModel({ responses: ['Sorry?', '{"sum": 4}'] });
 * const prompt = ChatPromptTemplate.fromTemplate('Add {numbers}. Answer in JSON.');
 * const chain = RunnableParallel.from({ prompt, answer: prompt.pipe(model) }).pipe(
 *   new RetryOutputParser({ parser: new JsonOutputParser(), model }),
 * );
 * await chain.invoke({ numbers: '2 and 2' }); // => { sum: 4 }
 * ```
 */
export class RetryOutputParser<O> extends RunnableBase<PromptedAnswer, O> {
  readonly kind = 'parser';
  readonly runType = 'parser';
  readonly #repair: Repair<O>;
  readonly #tellError: boolean;

  /**
   * @throws {@link InvalidOptionError} for a `maxRetries` that is not an integer from 1, or a `parser` that is no
   * parser.
   */
  constructor(fields: RetryParserFields<O>) {
    super(fields.name);
    this.#repair = new Repair(fields, this.getName());
    this.#tellError = fields.tellError ?? true;
  }

  override structure(): Structure<Node> {
    const { parser, model } = this.#repair;
    return {
      shape: 'wrap',
      parts: [{ node: parser }, { node: model, role: 'beside' }],
      types: {
        input: { type: 'object', properties: { prompt: {}, answer: {} }, required: ['prompt', 'answer'] },
      },
    };
  }

  execute(input: PromptedAnswer, ctx: Context): Promise<O> {
    if (!isPrompted(input))
      throw new InvalidInputError(this.getName(), 'an object with "prompt" and "answer"', input);
    const prompt = coerceMessages(input.prompt, `The prompt for ${this.getName()}`);
    return this.#repair.read(input.answer, ctx, ({ answer, why }) => [
      ...prompt,
      new AIMessage(answer),
      this.#complaint(why),
    ]);
  }

  protected override defaultName(): string {
    return 'RetryOutputParser';
  }

  #complaint(why: string): Message {
    const instructions = this.#repair.parser.getFormatInstructions();
    const told = this.#tellError ? `Your answer cannot be read: ${why}` : 'Your answer cannot be read.';
    return new HumanMessage([told, instructions, 'Answer again.'].filter((line) => line !== '').join('\n\n'));
  }
}

function isPrompted(input: unknown): input is PromptedAnswer {
  return typeof input === 'object' && input !== null && 'prompt' in input && 'answer' in input;
}

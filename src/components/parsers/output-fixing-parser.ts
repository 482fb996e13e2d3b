import type { Node } from '../../plan/node.js';
import type { Carrier } from '../../plan/step-types.js';
import type { Structure } from '../../plan/structure.js';
import type { Context } from '../../run/context.js';
import type { Message } from '../messages/coerce-message.js';
import type { Fillable } from '../prompts/base-prompt-template.js';
import { ChatPromptTemplate } from '../prompts/chat-prompt-template.js';
import type { TemplateValue } from '../prompts/template-values.js';
import { OutputParser, type ParserInput } from './output-parser.js';
import { Repair, type RepairFields } from './repair.js';

/** Variables of the prompt that asks for a corrected answer: the format instructions, the answer, and what is wrong. */
export interface FixingVariables {
  readonly instructions: TemplateValue;
  readonly answer: TemplateValue;
  readonly error: TemplateValue;
}

/** A chat prompt that needs no variables other than {@link FixingVariables}. */
export type FixingPrompt = Carrier<FixingVariables, Message[]> & Fillable<Message[]>;

/** Fields of an {@link OutputFixingParser}. */
export interface FixingParserFields<O> extends RepairFields<O> {
  /** A chat prompt that asks for a corrected answer, with any of the variables `instructions`, `answer` and `error`. */
  readonly prompt?: FixingPrompt | undefined;
}

const PROMPT = ChatPromptTemplate.fromTemplate(`This was wanted:
{instructions}

This was answered:
{answer}

It could not be read:
{error}

Correct the answer. Give the corrected answer and nothing else.`);

/**
 * Reads answers with another parser, and has a model correct those that cannot be parsed.
 *
 * @typeParam O - The output of the other parser.
 * @example
 * ```ts
 * import { FakeChatModel, JsonOutputParser, OutputFixingParser } from 'runwright';
 *
 * const model = new FakeChatModel({ responses: ['{"ok": true}'] });
 * const parser = new OutputFixingParser({ parser: new JsonOutputParser(), model });
 * await parser.invoke('{ok: yes}'); // => { ok: true }
 * ```
 */
export class OutputFixingParser<O> extends OutputParser<O> {
  readonly #repair: Repair<O>;
  readonly #prompt: FixingPrompt;

  /**
   * @throws {@link InvalidOptionError} for a `maxRetries` that is not an integer from 1, or a `parser` that is no
   * parser.
   */
  constructor(fields: FixingParserFields<O>) {
    super(fields.name);
    this.#repair = new Repair(fields, this.getName());
    this.#prompt = fields.prompt ?? PROMPT;
  }

  override structure(): Structure<Node> {
    const { parser, model } = this.#repair;
    return { shape: 'wrap', parts: [{ node: parser }, { node: model, role: 'beside' }] };
  }

  override execute(input: ParserInput, ctx: Context): Promise<O> {
    return this.#repair.read(input, ctx, ({ answer, why }) =>
      this.#prompt.fill({ instructions: this.getFormatInstructions(), answer, error: why }),
    );
  }

  /** Parses an answer with the other parser, outside of any run: no model is asked to correct it. */
  parse(text: string): O | PromiseLike<O> {
    return this.#repair.parser.parse(text);
  }

  override getFormatInstructions(): string {
    return this.#repair.parser.getFormatInstructions();
  }

  protected override defaultName(): string {
    return 'OutputFixingParser';
  }
}

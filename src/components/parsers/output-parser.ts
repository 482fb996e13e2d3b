import { InvalidInputError } from '../../errors/run-errors.js';
import { OutputParserError } from '../../errors/component-errors.js';
import type { Node } from '../../plan/node.js';
import { LEAF, type Structure } from '../../plan/structure.js';
import { call } from '../../run/call.js';
import type { Context } from '../../run/context.js';
import { recipeOf } from '../../run/recipes.js';
import { RunnableBase } from '../../run/runnable.js';
import { textOf, type MessageContent } from '../messages/content.js';
import { isLangChainMessage, type LangChainMessage } from '../messages/langchain-message.js';
import { isMessage, type BaseMessage } from '../messages/message.js';

/** What a parser reads: the answer of a model, one of LangChain.js included, or its text. */
export type ParserInput = string | BaseMessage | LangChainMessage;

/**
 * Base of output parsers: makes a value of what a model answered.
 *
 * A subclass implements `parse`; one that can read an answer in pieces overrides `executeStream`, too.
 *
 * @typeParam O - What it makes of an answer.
 * @example
 * ```ts
 * import { OutputParser } from 'runwright';
 *
 * class Score extends OutputParser<number> {
 *   parse(text: string): number {
 *     const score = Number(/\d+/.exec(text)?.[0]);
 *     return Number.isNaN(score) ? this.fail(text, 'There is no number in it.') : score;
 *   }
 * }
 * await new Score().invoke('I give it 7 points.'); // => 7
 * ```
 */
export abstract class OutputParser<O> extends RunnableBase<ParserInput, O> {
  readonly kind = 'parser';
  readonly runType = 'parser';

  /**
   * Makes the value of an answer's text.
   *
   * @throws {@link OutputParserError} if the text is not in the format.
   */
  abstract parse(text: string): O | PromiseLike<O>;

  /** Tells the model which format to answer in; empty where any will do. */
  getFormatInstructions(): string {
    return '';
  }

  execute(input: ParserInput, ctx: Context): O | PromiseLike<O> {
    return call((text: string) => this.parse(text), this.textOf(input), ctx) as O | PromiseLike<O>;
  }

  override structure(): Structure<Node> {
    return { ...LEAF, recipe: recipeOf(this) };
  }

  /** The text of an answer, or of a piece of one. */
  protected textOf(input: ParserInput): string {
    if (typeof input === 'string') return input;
    if (isMessage(input)) return input.text;
    if (isLangChainMessage(input)) return textOf(input.content as MessageContent);
    throw new InvalidInputError(this.getName(), "text or a model's message", input);
  }

  /** Gives up on an answer. */
  protected fail(text: string, why: string, cause?: unknown): never {
    throw new OutputParserError(this.getName(), text, why, cause);
  }
}

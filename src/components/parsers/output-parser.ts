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

/** The input of a parser: the answer of a model, including one of LangChain.js, or its text. */
export type ParserInput = string | BaseMessage | LangChainMessage;

/**
 * Base of output parsers, which turn the answer of a model into a value.
 *
 * A subclass implements `parse`; one that can read an answer in pieces overrides `executeStream` as well.
 *
 * @typeParam O - The value that an answer is parsed into.
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
   * Parses the text of an answer.
   *
   * @throws {@link OutputParserError} if the text is not in the format.
   */
  abstract parse(text: string): O | PromiseLike<O>;

  /** Instructions for the model on the format of its answer; empty if any format will do. */
  getFormatInstructions(): string {
    return '';
  }

  execute(input: ParserInput, ctx: Context): O | PromiseLike<O> {
    return call((text: string) => this.parse(text), this.textOf(input), ctx) as O | PromiseLike<O>;
  }

  override structure(): Structure<Node> {
    return { ...LEAF, recipe: recipeOf(this) };
  }

  /** Returns the text of an answer, or of a chunk of one. */
  protected textOf(input: ParserInput): string {
    if (typeof input === 'string') return input;
    if (isMessage(input)) return input.text;
    if (isLangChainMessage(input)) return textOf(input.content as MessageContent);
    throw new InvalidInputError(this.getName(), "text or a model's message", input);
  }

  /**
   * Rejects an answer.
   *
   * @param why - What is wrong with it, as a sentence.
   * @throws {@link OutputParserError} always.
   */
  protected fail(text: string, why: string, cause?: unknown): never {
    throw new OutputParserError(this.getName(), text, why, cause);
  }
}

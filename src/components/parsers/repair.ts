import { OutputParserError } from '../../errors/component-errors.js';
import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { Node } from '../../plan/node.js';
import type { Runnable } from '../../plan/runnable.js';
import { coerce } from '../../run/coerce.js';
import type { Context } from '../../run/context.js';
import { enterPart } from '../../run/part.js';
import type { Message } from '../messages/coerce-message.js';
import type { BaseMessage } from '../messages/message.js';
import type { OutputParser, ParserInput } from './output-parser.js';

/** A model, or a chain around one, that is asked for another answer. */
export type RepairModel = Runnable<Message[], BaseMessage | string>;

/**
 * Any {@link OutputParser}, by the methods that are used: inferred from all of its methods, the type of its value would
 * come out as that of what `assign` makes of it.
 */
export interface RepairableParser<O>
  extends Node<ParserInput, O>, Pick<OutputParser<O>, 'parse' | 'getFormatInstructions'> {}

/** What a parser is made with that asks a model again. */
export interface RepairFields<O> {
  readonly name?: string | undefined;
  /** Reads the answers. */
  readonly parser: RepairableParser<O>;
  readonly model: RepairModel;
  /**
   * How often the model is asked for another answer, at most.
   *
   * @defaultValue 1
   */
  readonly maxRetries?: number | undefined;
}

/** Asks a model again and again until its answer can be read, or it was asked often enough. */
export class Repair<O> {
  readonly parser: RepairableParser<O>;
  readonly model: Node;
  readonly maxRetries: number;

  constructor({ parser, model, maxRetries = 1 }: RepairFields<O>, where: string) {
    if (!Number.isInteger(maxRetries) || maxRetries < 1)
      throw new InvalidOptionError(where, 'maxRetries', 'an integer from 1', maxRetries);
    if (typeof (parser as Partial<OutputParser<O>> | undefined)?.parse !== 'function')
      throw new InvalidOptionError(where, 'parser', 'an output parser', parser);
    this.parser = parser;
    this.model = coerce(model, `${where}, model`);
    this.maxRetries = maxRetries;
  }

  /**
   * Reads an answer, with calls of tools and all, or as many further ones as it takes.
   *
   * @param ask - Makes the question for another answer of what is wrong with the last.
   * @throws {@link OutputParserError} of the last answer; any other error at once.
   */
  async read(
    first: ParserInput,
    ctx: Context,
    ask: (error: OutputParserError) => Message[] | PromiseLike<Message[]>,
  ): Promise<O> {
    const inner = ctx.withoutKwargs();
    let answer = first;
    for (let retry = 1; ; retry += 1) {
      try {
        return await this.parser.execute(answer, inner);
      } catch (error) {
        if (!(error instanceof OutputParserError) || retry > this.maxRetries) throw error;
        const question = await ask(error);
        answer = (await enterPart(this.model, question, inner, `retry:${String(retry)}`)) as ParserInput;
      }
    }
  }
}

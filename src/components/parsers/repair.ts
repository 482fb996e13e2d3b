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

/** A model, or a chain that contains one, that is asked for another answer. */
export type RepairModel = Runnable<Message[], BaseMessage | string>;

/**
 * Any {@link OutputParser}, by the methods that are used here: inferred from all of its methods, `O` would come out as
 * the type that `assign` makes of it.
 */
export interface RepairableParser<O>
  extends Node<ParserInput, O>, Pick<OutputParser<O>, 'parse' | 'getFormatInstructions'> {}

/** Fields of a parser that asks a model again. */
export interface RepairFields<O> {
  readonly name?: string | undefined;
  /** Parses the answers. */
  readonly parser: RepairableParser<O>;
  /** Is asked for another answer. */
  readonly model: RepairModel;
  /**
   * How often the model is asked for another answer at most.
   *
   * @defaultValue 1
   */
  readonly maxRetries?: number | undefined;
}

/** Asks a model again until its answer can be parsed, `maxRetries` times at most. */
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
   * Parses an answer, tool calls included, or one of those that the model gives when it is asked again.
   *
   * @param ask - Makes the messages that ask for another answer, given what is wrong with the last one.
   * @throws {@link OutputParserError} for the last answer; any other error immediately.
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

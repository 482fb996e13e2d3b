import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { Node } from '../../plan/node.js';
import type { Structure } from '../../plan/structure.js';
import type { Context } from '../../run/context.js';
import { writeDown } from '../../run/recipes.js';
import { isAIMessage, refusalOf } from '../messages/ai-message.js';
import type { ToolCall } from '../messages/tool-call.js';
import { OutputParser, type ParserInput } from './output-parser.js';
import { REFUSED, StructuredOutputParser } from './structured-output-parser.js';

/**
 * Validates the arguments with which a model calls one particular tool.
 *
 * @typeParam O - The validated arguments.
 * @example
 * ```ts
 * import { AIMessage, StructuredOutputParser, ToolCallParser } from 'runwright';
 *
 * const city = StructuredOutputParser.from({ type: 'object', properties: { city: { type: 'string' } } } as const);
 * const parser = new ToolCallParser('weather', city);
 * const toolCalls = [{ id: '1', name: 'weather', args: { city: 'Oslo' } }];
 * await parser.invoke(new AIMessage({ content: '', toolCalls })); // => { city: 'Oslo' }
 * ```
 */
export class ToolCallParser<O> extends OutputParser<O> {
  /**
   * @param tool - Name of the tool.
   * @param parser - Validates the arguments.
   * @throws {@link InvalidOptionError} if the parser is not a {@link StructuredOutputParser}.
   */
  constructor(
    readonly tool: string,
    readonly parser: StructuredOutputParser<O>,
    options: { readonly name?: string | undefined } = {},
  ) {
    super(options.name);
    if (!((parser as unknown) instanceof StructuredOutputParser))
      throw new InvalidOptionError(this.getName(), 'parser', 'a StructuredOutputParser', parser);
  }

  override structure(): Structure<Node> {
    return { ...super.structure(), types: this.parser.structure().types };
  }

  override execute(input: ParserInput, ctx: Context): O | PromiseLike<O> {
    if (!isAIMessage(input)) return super.execute(input, ctx);
    const call = input.toolCalls.find(({ name }) => name === this.tool);
    if (call !== undefined) return this.parser.check(call.args, JSON.stringify(call.args));
    const invalid = input.invalidToolCalls.find(({ name }) => name === this.tool);
    if (invalid !== undefined)
      return this.fail(invalid.args, `The arguments are not a JSON object: ${invalid.error}`);
    const refusal = refusalOf(input);
    if (refusal !== undefined) return this.fail(refusal, REFUSED);
    if (input.text.trim() === '') return this.fail(input.text, this.#without(input.toolCalls));
    return super.execute(input, ctx);
  }

  /** Parses text: some models write the arguments instead of calling the tool. */
  parse(text: string): O | PromiseLike<O> {
    return this.parser.parse(text);
  }

  override getFormatInstructions(): string {
    return `Call the tool ${this.tool}.`;
  }

  #without(calls: readonly ToolCall[]): string {
    const others = calls.map(({ name }) => name).join(', ');
    return `It does not call the tool ${this.tool}${others === '' ? '' : `, but ${others}`}.`;
  }

  protected override defaultName(): string {
    return 'ToolCallParser';
  }
}

writeDown('ToolCallParser', ToolCallParser, {
  fields: ({ name, tool, parser }) => ({ name, tool, parser }),
  make: ({ name, tool, parser }) =>
    new ToolCallParser(tool as string, parser as StructuredOutputParser<unknown>, { name: name as string }),
});

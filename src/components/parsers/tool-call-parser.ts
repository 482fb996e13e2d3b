import type { Node } from '../../plan/node.js';
import type { Structure } from '../../plan/structure.js';
import type { Context } from '../../run/context.js';
import { isAIMessage, refusalOf } from '../messages/ai-message.js';
import type { ToolCall } from '../messages/tool-call.js';
import { OutputParser, type ParserInput } from './output-parser.js';
import { REFUSED, type StructuredOutputParser } from './structured-output-parser.js';

/** Makes a checked value of the arguments with which a model called one certain tool. */
export class ToolCallParser<O> extends OutputParser<O> {
  /**
   * @param tool - Name of the tool.
   * @param parser - Checks the arguments.
   */
  constructor(
    readonly tool: string,
    readonly parser: StructuredOutputParser<O>,
  ) {
    super();
  }

  override structure(): Structure<Node> {
    return this.parser.structure();
  }

  override execute(input: ParserInput, ctx: Context): O | PromiseLike<O> {
    if (!isAIMessage(input)) return super.execute(input, ctx);
    const call = input.toolCalls.find(({ name }) => name === this.tool);
    if (call !== undefined) return this.parser.check(call.args, JSON.stringify(call.args));
    const invalid = input.invalidToolCalls.find(({ name }) => name === this.tool);
    if (invalid !== undefined)
      return this.fail(invalid.args, `The arguments are no JSON object: ${invalid.error}`);
    const refusal = refusalOf(input);
    if (refusal !== undefined) return this.fail(refusal, REFUSED);
    if (input.text.trim() === '') return this.fail(input.text, this.#without(input.toolCalls));
    return super.execute(input, ctx);
  }

  /** Some models write the arguments instead of calling the tool with them. */
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

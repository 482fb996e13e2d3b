import { writeDown } from '../../run/recipes.js';
import { OutputParser, type ParserInput } from './output-parser.js';

/**
 * Returns the text of an answer; streamed, yields the text of each chunk as it arrives.
 *
 * @example
 * ```ts
 * import { AIMessage, StringOutputParser } from 'runwright';
 *
 * await new StringOutputParser().invoke(new AIMessage('Hello.')); // => 'Hello.'
 * ```
 */
export class StringOutputParser extends OutputParser<string> {
  parse(text: string): string {
    return text;
  }

  override async *executeStream(chunks: AsyncIterable<ParserInput>): AsyncGenerator<string, void> {
    for await (const chunk of chunks) yield this.textOf(chunk);
  }

  protected override defaultName(): string {
    return 'StringOutputParser';
  }
}

/** The name that LangChain's Python documentation uses for {@link StringOutputParser}. */
export { StringOutputParser as StrOutputParser };

writeDown('StringOutputParser', StringOutputParser, {
  fields: ({ name }) => ({ name }),
  make: ({ name }) => new StringOutputParser(name as string),
});

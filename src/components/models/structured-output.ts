import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { OutputParserError } from '../../errors/component-errors.js';
import type { RunContext } from '../../plan/context.js';
import type { Runnable } from '../../plan/runnable.js';
import type { TypeToken } from '../../plan/type-token.js';
import { RunnableLambda } from '../../run/lambda.js';
import type { RunnableBase } from '../../run/runnable.js';
import { RunnableSequence } from '../../run/sequence.js';
import { fieldsOf, resolved, type JsonSchema } from '../../schema/json-schema.js';
import type { AIMessage } from '../messages/ai-message.js';
import { StructuredOutputParser } from '../parsers/structured-output-parser.js';
import { ToolCallParser } from '../parsers/tool-call-parser.js';
import type { OutputParser } from '../parsers/output-parser.js';
import type { ChatInput } from './chat-input.js';
import type { ChatOptions } from './chat-options.js';

/**
 * How a model is made to answer in a form: by calling a tool with it, by JSON of a schema, or by any JSON, where the
 * prompt says the rest.
 */
export type StructuredMethod = 'toolCalling' | 'jsonSchema' | 'jsonMode';

/** Options of `withStructuredOutput`. */
export interface StructuredOptions {
  /**
   * Name of the form, as the model is told it.
   *
   * @defaultValue The name of the class, or the title of the schema, or `answer`.
   */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** @defaultValue What the model is best at. */
  readonly method?: StructuredMethod | undefined;
}

/** An answer with what was made of it, or with what is wrong with it. */
export interface RawAndParsed<O> {
  readonly raw: AIMessage;
  readonly parsed: O | undefined;
  readonly error: OutputParserError | undefined;
}

/** What is needed of a model to make it answer in a form. */
export interface FormedModel {
  /** The method that the model is best at. */
  readonly structuredMethod: StructuredMethod;
  getName(): string;
  withOptions(options: Partial<ChatOptions>): RunnableBase<ChatInput, AIMessage>;
}

/**
 * Makes a model answer in a form, and reads its answers.
 *
 * @throws {@link InvalidOptionError} for what is no type, or for a method that there is not.
 */
export function structuredOutput(
  model: FormedModel,
  type: TypeToken,
  options: StructuredOptions & { readonly includeRaw?: boolean } = {},
): Runnable<ChatInput, unknown> {
  const checks = new StructuredOutputParser<unknown>(type);
  const where = `${model.getName()}.withStructuredOutput`;
  const form = formOf(checks, options, where);
  const { method = model.structuredMethod } = options;
  const parser = method === 'toolCalling' ? new ToolCallParser(form.name, checks) : checks;
  const answering = model.withOptions(optionsFor(method, form, where));
  const reading = options.includeRaw === true ? withRaw(parser) : parser;
  return new RunnableSequence([answering, reading], { name: 'StructuredOutput' });
}

/** A form as a model is told of it. */
interface Form {
  readonly name: string;
  readonly description: string | undefined;
  readonly schema: JsonSchema;
}

/** @throws {@link InvalidOptionError} for a type of anything but objects, which is what arguments and JSON modes have. */
function formOf(
  { schema }: StructuredOutputParser<unknown>,
  options: StructuredOptions,
  where: string,
): Form {
  const json = schema.toJsonSchema();
  const { type } = resolved(json);
  if (type !== undefined && type !== 'object')
    throw new InvalidOptionError(
      where,
      'the type',
      'that of an object (of which a list may be a property)',
      type,
    );
  if (schema.named && typeof schema.token === 'function' && fieldsOf(json) === undefined)
    throw new InvalidOptionError(
      where,
      'the type',
      'a class with validators on its properties',
      schema.token,
    );
  const { name = schema.named ? schema.title : 'answer', description = json.description } = options;
  // Endpoints take no other characters in names.
  return { name: name.replace(/[^\w-]+/g, '_'), description, schema: json };
}

function optionsFor(method: StructuredMethod, form: Form, where: string): Partial<ChatOptions> {
  const { name, description, schema } = form;
  switch (method as string) {
    case 'toolCalling':
      return { tools: [{ name, description, parameters: schema }], toolChoice: { name } };
    case 'jsonSchema':
      return { responseFormat: { type: 'jsonSchema', name, description, schema } };
    case 'jsonMode':
      return { responseFormat: { type: 'json' } };
    default:
      throw new InvalidOptionError(where, 'method', "'toolCalling', 'jsonSchema' or 'jsonMode'", method);
  }
}

/** Reads an answer, and keeps it; what is wrong with it is a value. */
function withRaw(parser: OutputParser<unknown>): RunnableLambda<AIMessage, RawAndParsed<unknown>> {
  const read = async (raw: AIMessage, ctx: RunContext): Promise<RawAndParsed<unknown>> => {
    try {
      return { raw, parsed: await parser.invoke(raw, ctx), error: undefined };
    } catch (error) {
      if (error instanceof OutputParserError) return { raw, parsed: undefined, error };
      throw error;
    }
  };
  return new RunnableLambda(read, { name: 'withRaw', deps: [parser] });
}

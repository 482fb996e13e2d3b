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
 * How a model is made to give structured output: by calling a tool, by JSON that conforms to a schema, or by any JSON,
 * in which case the prompt has to describe it.
 */
export type StructuredMethod = 'toolCalling' | 'jsonSchema' | 'jsonMode';

/** Options of `withStructuredOutput`. */
export interface StructuredOptions {
  /**
   * Name of the output type, for the model.
   *
   * @defaultValue The name of the class, the title of the schema, or `answer`.
   */
  readonly name?: string | undefined;
  /**
   * Description of the output, for the model.
   *
   * @defaultValue The description of the schema.
   */
  readonly description?: string | undefined;
  /**
   * How the model is made to give structured output.
   *
   * @defaultValue The method that works best with the model.
   */
  readonly method?: StructuredMethod | undefined;
}

/** An answer with its parsed value, or with what is wrong with it. */
export interface RawAndParsed<O> {
  /** The message of the model. */
  readonly raw: AIMessage;
  /** The value; undefined if the message could not be parsed. */
  readonly parsed: O | undefined;
  /** Why the message could not be parsed; undefined if it could. */
  readonly error: OutputParserError | undefined;
}

/** The members of a model that structured output needs. */
export interface StructuringModel {
  /** The method that works best with the model. */
  readonly structuredMethod: StructuredMethod;
  getName(): string;
  withOptions(options: Partial<ChatOptions>): RunnableBase<ChatInput, AIMessage>;
}

/**
 * Makes a model give structured output, and parses it.
 *
 * @throws {@link InvalidOptionError} for an invalid type, one that is not an object, or an unknown method.
 */
export function structuredOutput(
  model: StructuringModel,
  type: TypeToken,
  options: StructuredOptions & { readonly includeRaw?: boolean } = {},
): Runnable<ChatInput, unknown> {
  const checks = new StructuredOutputParser<unknown>(type);
  const where = `${model.getName()}.withStructuredOutput`;
  const target = targetOf(checks, options, where);
  const { method = model.structuredMethod } = options;
  const parser = method === 'toolCalling' ? new ToolCallParser(target.name, checks) : checks;
  const answering = model.withOptions(optionsFor(method, target, where));
  const reading = options.includeRaw === true ? withRaw(parser) : parser;
  return new RunnableSequence([answering, reading], { name: 'StructuredOutput' });
}

/** The output type, as it is described to the model. */
interface Target {
  readonly name: string;
  readonly description: string | undefined;
  readonly schema: JsonSchema;
}

/** @throws {@link InvalidOptionError} for a type other than an object, which tool calls and JSON modes require. */
function targetOf(
  { schema }: StructuredOutputParser<unknown>,
  options: StructuredOptions,
  where: string,
): Target {
  const json = schema.toJsonSchema();
  const { type } = resolved(json);
  if (type !== undefined && type !== 'object')
    throw new InvalidOptionError(where, 'the type', 'an object, of which a list may be a property', type);
  if (schema.named && typeof schema.token === 'function' && fieldsOf(json) === undefined)
    throw new InvalidOptionError(
      where,
      'the type',
      'a class with validators on its properties',
      schema.token,
    );
  const { name = schema.named ? schema.title : 'answer', description = json.description } = options;
  // Endpoints accept no other characters in names.
  return { name: name.replace(/[^\w-]+/g, '_'), description, schema: json };
}

function optionsFor(method: StructuredMethod, target: Target, where: string): Partial<ChatOptions> {
  const { name, description, schema } = target;
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

/** Parses an answer and keeps it; what is wrong with it becomes a value. */
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

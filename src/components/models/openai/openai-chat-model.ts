import { ModelAnswerError } from '../../../errors/component-errors.js';
import { InvalidOptionError } from '../../../errors/declaration-errors.js';
import type { RunContext } from '../../../plan/context.js';
import { throwIfAborted } from '../../throw-if-aborted.js';
import { defined } from '../../defined.js';
import type { AIMessageChunk } from '../../messages/ai-message-chunk.js';
import type { AIMessage } from '../../messages/ai-message.js';
import type { Message } from '../../messages/coerce-message.js';
import { ChatModel } from '../chat-model.js';
import type { ChatOptions } from '../chat-options.js';
import type { StructuredMethod } from '../structured-output.js';
import { chunkFromWire } from './from-wire.js';
import { connect, isCompatible, type OpenAIConnection } from './openai-client.js';
import type { OpenAIClient, WireAnswer } from './openai-protocol.js';
import { PassedSignal } from './passed-signal.js';
import { messageToWire, optionsToWire } from './to-wire.js';

/** Options of a call of an OpenAI model. */
export interface OpenAIOptions extends ChatOptions {
  /** The model to use instead of that of the constructor. */
  readonly model?: string | undefined;
  /** Sampling temperature, from 0 to 2. */
  readonly temperature?: number | undefined;
  /** Nucleus sampling: the probability mass of the tokens considered, from 0 to 1. */
  readonly topP?: number | undefined;
  /** The maximum number of tokens in the answer. */
  readonly maxTokens?: number | undefined;
  /** Seed for sampling, so that the same request gives the same answer as far as possible. */
  readonly seed?: number | undefined;
  /** Whether one answer may call several tools. */
  readonly parallelToolCalls?: boolean | undefined;
  /** How much the model should reason before it answers, such as `low` or `high`. */
  readonly reasoningEffort?: string | undefined;
  /** Identifies the end user to the endpoint. */
  readonly user?: string | undefined;
  /** Further parameters of the endpoint, sent unchanged. */
  readonly modelKwargs?: Readonly<Record<string, unknown>> | undefined;
}

/** Fields of an {@link OpenAIChatModel}. */
export interface OpenAIFields extends OpenAIConnection, Omit<OpenAIOptions, 'model'> {
  /** Name of the model. */
  readonly model: string;
  /**
   * Name of its runs.
   *
   * @defaultValue The name of its class.
   */
  readonly name?: string | undefined;
  /**
   * Milliseconds within which the endpoint has to begin its answer; the deadline of the run applies as well.
   *
   * @defaultValue 600000 (ten minutes)
   */
  readonly timeout?: number | undefined;
  /**
   * Whether to request the usage at the end of a stream, which some compatible endpoints do not support.
   *
   * @defaultValue true
   */
  readonly streamUsage?: boolean | undefined;
  /** A client to use, such as an `AzureOpenAI`, instead of one created from the connection. */
  readonly client?: OpenAIClient | undefined;
}

/**
 * A chat model that uses OpenAI's chat completions, or any compatible endpoint.
 *
 * The package `openai` (version 6 or 7) is loaded by the first call. It does not retry: `withRetry` does, and respects
 * the Retry-After of the endpoint. Errors of the package are thrown unchanged.
 *
 * @example
 * ```ts
 * import { OpenAIChatModel } from 'runwright';
 *
 * const model = new OpenAIChatModel({ model: 'gpt-5-mini', temperature: 0 });
 * const local = new OpenAIChatModel({ model: 'llama3.2', baseURL: 'http://127.0.0.1:11434/v1' });
 * const robust = model.withRetry({ stopAfterAttempt: 3 });
 * ```
 */
export class OpenAIChatModel extends ChatModel<OpenAIOptions> {
  readonly #fields: OpenAIFields;
  /** Shared with copies that differ only in options. */
  #connection: { client?: Promise<OpenAIClient> | undefined };

  /** @throws {@link InvalidOptionError} without the name of a model, and for an invalid URL. */
  constructor(fields: OpenAIFields) {
    super(fields.name);
    if (typeof (fields.model as unknown) !== 'string' || fields.model === '')
      throw new InvalidOptionError('OpenAIChatModel', 'model', 'the name of a model', fields.model);
    const { baseURL } = fields;
    if (baseURL !== undefined && !URL.canParse(baseURL))
      throw new InvalidOptionError(
        'OpenAIChatModel',
        'baseURL',
        'a URL such as http://localhost:11434/v1',
        baseURL,
      );
    this.#fields = fields;
    this.#connection = fields.client === undefined ? {} : { client: Promise.resolve(fields.client) };
  }

  /** Name of the model, unless an option names another. */
  get model(): string {
    return this.#fields.model;
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return { ...UNSET, ...this.#fields };
  }

  override withFields(values: Readonly<Record<string, unknown>>): OpenAIChatModel {
    const { constructor } = this as unknown as { constructor: new (fields: OpenAIFields) => OpenAIChatModel };
    const copy = new constructor({ ...this.#fields, ...values });
    const isElsewhere = ['client', ...Object.keys(connectionOf(this.#fields))].some((key) => key in values);
    if (!isElsewhere) copy.#connection = this.#connection;
    return copy;
  }

  override get structuredMethod(): StructuredMethod {
    return 'jsonSchema';
  }

  override async generate(
    messages: readonly Message[],
    options: Partial<OpenAIOptions>,
    ctx: RunContext,
  ): Promise<AIMessage> {
    const signal = new PassedSignal(ctx);
    try {
      const answer = await this.#ask<WireAnswer | null>(this.#body(messages, options), signal, ctx);
      if (answer?.choices?.[0]?.message == null)
        throw new ModelAnswerError(this.model, 'gave an answer without a message');
      return this.#read(answer).toMessage();
    } catch (error) {
      return this.#fail(error, ctx);
    } finally {
      signal.release();
    }
  }

  override async *generateStream(
    messages: readonly Message[],
    options: Partial<OpenAIOptions>,
    ctx: RunContext,
  ): AsyncGenerator<AIMessageChunk, void> {
    const signal = new PassedSignal(ctx);
    let begun = false;
    let finished = false;
    try {
      const { streamUsage = true } = this.#fields;
      const body = {
        ...this.#body(messages, options),
        stream: true,
        ...(streamUsage && { stream_options: { include_usage: true } }),
      };
      const answers = await this.#ask<AsyncIterable<WireAnswer>>(body, signal, ctx);
      for await (const answer of answers) {
        const chunk = this.#read(answer);
        begun = true;
        finished ||= chunk.responseMetadata?.['finishReason'] !== undefined;
        yield chunk;
      }
      throwIfAborted(ctx);
      if (!begun) throw new ModelAnswerError(this.model, 'did not stream its answer');
      if (!finished) throw new ModelAnswerError(this.model, BROKEN_OFF);
    } catch (error) {
      this.#fail(error, ctx);
    } finally {
      signal.release();
    }
  }

  protected override defaultName(): string {
    return 'OpenAIChatModel';
  }

  async #ask<T>(body: object, { signal }: PassedSignal, ctx: RunContext): Promise<T> {
    const client = await this.#connected();
    throwIfAborted(ctx);
    // The deadline of the run is part of its signal, and ends the call with the error of the run.
    const { timeout = TEN_MINUTES } = this.#fields;
    return (await client.chat.completions.create(body as never, { signal, timeout } as never)) as T;
  }

  #read(answer: WireAnswer): AIMessageChunk {
    try {
      return chunkFromWire(answer);
    } catch (error) {
      throw new ModelAnswerError(this.model, 'gave an answer that does not follow the protocol', error);
    }
  }

  async #connected(): Promise<OpenAIClient> {
    try {
      return await (this.#connection.client ??= connect(connectionOf(this.#fields)));
    } catch (error) {
      // What was missing may be installed before the next call.
      this.#connection.client = undefined;
      throw error;
    }
  }

  #body(messages: readonly Message[], options: Partial<OpenAIOptions>): object {
    const all: OpenAIOptions = { ...this.#fields, ...defined(options) };
    const said = {
      model: all.model,
      temperature: all.temperature,
      top_p: all.topP,
      // Compatible endpoints know only the old name, new models of OpenAI only the new one.
      [isCompatible(this.#fields) ? 'max_tokens' : 'max_completion_tokens']: all.maxTokens,
      seed: all.seed,
      parallel_tool_calls: all.parallelToolCalls,
      reasoning_effort: all.reasoningEffort,
      user: all.user,
    };
    return {
      ...defined(said),
      ...optionsToWire(all),
      ...all.modelKwargs,
      messages: messages.map(messageToWire),
    };
  }

  /** Throws the reason of an abort, errors of the package unchanged, and others as a {@link ModelAnswerError}. */
  #fail(error: unknown, ctx: RunContext): never {
    throwIfAborted(ctx);
    if (error instanceof SyntaxError)
      throw new ModelAnswerError(this.model, 'gave an answer that is not valid JSON', error);
    // `fetch` rejects with a TypeError when the connection is lost while an answer is read.
    if (error instanceof TypeError && /terminated|fetch failed|network/i.test(error.message))
      throw new ModelAnswerError(this.model, BROKEN_OFF, error);
    throw error;
  }
}

const TEN_MINUTES = 600_000;
const BROKEN_OFF = 'broke off its answer before the end';

/** Fields that can be configured even if the model was created without them. */
const UNSET = Object.fromEntries(
  [
    ...['temperature', 'topP', 'maxTokens', 'seed', 'stop', 'parallelToolCalls', 'reasoningEffort', 'user'],
    ...['modelKwargs', 'timeout', 'streamUsage', 'apiKey', 'baseURL', 'organization', 'project'],
    'defaultHeaders',
  ].map((key) => [key, undefined]),
);

function connectionOf({
  apiKey,
  baseURL,
  organization,
  project,
  defaultHeaders,
}: OpenAIFields): OpenAIConnection {
  return { apiKey, baseURL, organization, project, defaultHeaders };
}

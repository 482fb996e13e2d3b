import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { Kwargs, RunnableConfig } from '../../plan/config.js';
import type { RunContext } from '../../plan/context.js';
import type { Streaming, Tracer } from '../../plan/node.js';
import type { Runnable, RunnableStream } from '../../plan/runnable.js';
import type { TypeGiven, TypeToken } from '../../plan/type-token.js';
import { call, within } from '../../run/call.js';
import type { Context } from '../../run/context.js';
import { RunnableBase } from '../../run/runnable.js';
import { synchronously } from '../../run/synchronous.js';
import { fromWholeInput } from '../../run/whole-input.js';
import { fold } from '../../stream/fold.js';
import { isPromiseLike } from '../../stream/guards.js';
import { stopOf } from '../throw-if-aborted.js';
import { defined } from '../defined.js';
import { AIMessageChunk } from '../messages/ai-message-chunk.js';
import { AIMessage } from '../messages/ai-message.js';
import { coerceMessages, type Message } from '../messages/coerce-message.js';
import type { ChatInput } from './chat-input.js';
import type { ChatOptions } from './chat-options.js';
import {
  structuredOutput,
  type RawAndParsed,
  type StructuredMethod,
  type StructuredOptions,
} from './structured-output.js';
import { toToolDefinition, type ToolLike } from './tool-definition.js';

/** The answer of a model: a message, or its text. */
export type ChatAnswer = AIMessage | string;

/**
 * Base of chat models, which answer a conversation with a message, streamed in chunks.
 *
 * A subclass implements `generate` or `generateStream` or both; each is implemented by the other by default.
 *
 * @typeParam Options - The options of a call.
 * @example
 * ```ts
 * import { ChatModel, type Message } from 'runwright';
 *
 * class Parrot extends ChatModel {
 *   override generate(messages: readonly Message[]): string {
 *     return messages.at(-1)?.text ?? '';
 *   }
 * }
 * (await new Parrot().invoke('Hello!')).text; // => 'Hello!'
 * ```
 */
export abstract class ChatModel<Options extends ChatOptions = ChatOptions> extends RunnableBase<
  ChatInput,
  AIMessage
> {
  readonly kind = 'chat_model';
  readonly runType = 'chat_model';

  override get streaming(): Streaming {
    return 'whole';
  }

  /** What observers are shown of an input: the conversation as messages. */
  shown(input: ChatInput): unknown {
    return coerceMessages(input, this.getName());
  }

  /**
   * Answers a conversation.
   *
   * @param options - The bound options, overridden by those of the call.
   */
  generate(
    messages: readonly Message[],
    options: Partial<Options>,
    ctx: RunContext,
  ): ChatAnswer | PromiseLike<ChatAnswer> {
    if (this.generateStream === ChatModel.prototype.generateStream) refuse(this);
    return folded(this.generateStream(messages, options, ctx), ctx);
  }

  /** Answers a conversation in chunks, which add up to the answer. */
  async *generateStream(
    messages: readonly Message[],
    options: Partial<Options>,
    ctx: RunContext,
  ): AsyncIterable<ChatAnswer> {
    if (this.generate === ChatModel.prototype.generate) refuse(this);
    yield await this.generate(messages, options, ctx);
  }

  /** Returns the model with options for every call; those of a call override them unless they are undefined. */
  withOptions(options: Partial<Options>): ChatModel<Options> {
    return new BoundChatModel<Options>(this, options);
  }

  /**
   * Returns the model with tools that it may call.
   *
   * @param options - Further options to bind, such as `toolChoice`.
   * @throws {@link InvalidOptionError} naming the position of anything that is not a tool.
   */
  bindTools(tools: readonly ToolLike[], options?: Partial<Options>): ChatModel<Options> {
    const definitions = tools.map((tool, index) =>
      toToolDefinition(tool, `${this.getName()}.bindTools, position ${String(index + 1)}`),
    );
    return this.withOptions({ ...options, tools: definitions } as unknown as Partial<Options>);
  }

  /** The default `method` of `withStructuredOutput`. */
  get structuredMethod(): StructuredMethod {
    return 'toolCalling';
  }

  /**
   * Returns a runnable whose output is the validated answer of the model: for a class, an instance of it.
   *
   * With `includeRaw`, the output has the message as well, and an answer that cannot be parsed is not an error.
   *
   * @param type - The type of the output, an object: a class, a JSON Schema, or a standard schema.
   * @throws {@link InvalidOptionError} for any other type.
   * @throws {@link OutputParserError} when run, for an answer that is not of the type.
   * @example
   * ```ts
   * import 'reflect-metadata';
   * import { IsInt, IsString } from 'class-validator';
   * import { FakeChatModel } from 'runwright';
   *
   * class Person {
   *   @IsString() name!: string;
   *   @IsInt() age!: number;
   * }
   * const model = new FakeChatModel({ responses: ['{"name": "Ada", "age": 36}'] });
   * const person = await model.withStructuredOutput(Person).invoke('Who was the first programmer?'); // a Person
   * ```
   */
  withStructuredOutput<const T extends TypeToken>(
    type: T,
    options: StructuredOptions & { readonly includeRaw: true },
  ): Runnable<ChatInput, RawAndParsed<TypeGiven<T>>>;
  withStructuredOutput<const T extends TypeToken>(
    type: T,
    options?: StructuredOptions & { readonly includeRaw?: false },
  ): Runnable<ChatInput, TypeGiven<T>>;
  withStructuredOutput(
    type: TypeToken,
    options?: StructuredOptions & { readonly includeRaw?: boolean },
  ): Runnable<ChatInput, unknown> {
    return structuredOutput(this, type, options);
  }

  /** Streams the answer to a conversation in chunks, which add up to it. */
  override stream(
    input: ChatInput,
    config?: RunnableConfig | RunContext,
    kwargs?: Kwargs,
  ): RunnableStream<AIMessageChunk> {
    return super.stream(input, config, kwargs) as RunnableStream<unknown> as RunnableStream<AIMessageChunk>;
  }

  execute(input: ChatInput, ctx: Context): AIMessage | PromiseLike<AIMessage> {
    const messages = coerceMessages(input, this.getName());
    if (ctx.tracer?.prefersStreaming === true && this.streams && !ctx.scope.synchronous) {
      return folded(told(this, messages, ctx, ctx.tracer), ctx);
    }
    const answer = call(
      (all: readonly Message[]) => this.generate(all, ctx.kwargs as Partial<Options>, ctx),
      messages,
      ctx,
    ) as ChatAnswer | PromiseLike<ChatAnswer>;
    if (!isPromiseLike(answer)) return messageOf(answer);
    if (ctx.scope.synchronous) return synchronously<AIMessage>(this, answer.then(messageOf));
    return answer.then(messageOf);
  }

  override executeStream(chunks: AsyncIterable<ChatInput>, ctx: Context): AsyncIterable<AIMessage> {
    return fromWholeInput(chunks, ctx, (input) => streamed(this, coerceMessages(input, this.getName()), ctx));
  }

  /** Whether it implements `generateStream`, and so can answer in more than one chunk. */
  get streams(): boolean {
    return this.generateStream !== ChatModel.prototype.generateStream;
  }
}

/** The chunks of an answer, made within the run. */
function streamed(
  model: ChatModel,
  messages: readonly Message[],
  ctx: Context,
): AsyncGenerator<AIMessageChunk, void> {
  const answers = call(
    (all: readonly Message[]) => model.generateStream(all, ctx.kwargs, ctx),
    messages,
    ctx,
  ) as AsyncIterable<ChatAnswer>;
  return messageChunks(within(ctx, answers));
}

/** The chunks of an answer that is wanted whole, reported to observers one by one. */
async function* told(
  model: ChatModel,
  messages: readonly Message[],
  ctx: Context,
  tracer: Tracer,
): AsyncIterable<ChatAnswer> {
  for await (const chunk of streamed(model, messages, ctx)) {
    await tracer.chunk(chunk);
    yield chunk;
  }
}

async function folded(answers: AsyncIterable<ChatAnswer>, ctx: RunContext): Promise<AIMessage> {
  const { empty, value } = await fold(messageChunks(answers), stopOf(ctx));
  return empty ? new AIMessage('') : value.toMessage();
}

function refuse(model: { getName(): string }): never {
  const expected = 'implemented, or else generateStream';
  throw new InvalidOptionError(model.getName(), 'generate', expected, undefined);
}

/** A model with bound options, which calls the model that it was made from. */
class BoundChatModel<Options extends ChatOptions> extends ChatModel<Options> {
  constructor(
    readonly model: ChatModel<Options>,
    readonly options: Partial<Options>,
  ) {
    super(model.name);
  }

  override generate(
    messages: readonly Message[],
    options: Partial<Options>,
    ctx: RunContext,
  ): ChatAnswer | PromiseLike<ChatAnswer> {
    return this.model.generate(messages, this.#over(options), ctx);
  }

  override generateStream(
    messages: readonly Message[],
    options: Partial<Options>,
    ctx: RunContext,
  ): AsyncIterable<ChatAnswer> {
    return this.model.generateStream(messages, this.#over(options), ctx);
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return this.model.fieldValues();
  }

  override withFields(values: Readonly<Record<string, unknown>>): BoundChatModel<Options> {
    return new BoundChatModel(this.model.withFields(values) as unknown as ChatModel<Options>, this.options);
  }

  override get streams(): boolean {
    return this.model.streams;
  }

  override get structuredMethod(): StructuredMethod {
    return this.model.structuredMethod;
  }

  protected override defaultName(): string {
    return this.model.getName();
  }

  #over(options: Partial<Options>): Partial<Options> {
    return { ...this.options, ...defined(options) };
  }
}

function messageOf(answer: ChatAnswer): AIMessage {
  if (typeof answer === 'string') return new AIMessage(answer);
  return answer instanceof AIMessageChunk ? answer.toMessage() : answer;
}

async function* messageChunks(answers: AsyncIterable<ChatAnswer>): AsyncGenerator<AIMessageChunk, void> {
  for await (const answer of answers)
    yield typeof answer === 'string' ? new AIMessageChunk(answer) : AIMessageChunk.of(answer);
}

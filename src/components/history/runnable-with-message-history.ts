import type { Node, Streaming } from '../../plan/node.js';
import type { InputOf, OutputOf } from '../../plan/step-types.js';
import type { Structure } from '../../plan/structure.js';
import { RunnableAssign } from '../../run/assign.js';
import { specsOf } from '../../run/configurable/specs.js';
import { coerce } from '../../run/coerce.js';
import type { Context } from '../../run/context.js';
import { RunnableLambda } from '../../run/lambda.js';
import { enterPart, enterPartStream } from '../../run/part.js';
import { RunnableBase } from '../../run/runnable.js';
import { fromWholeInput } from '../../run/whole-input.js';
import { once } from '../../stream/once.js';
import { Sum } from '../../stream/sum.js';
import type { Message } from '../messages/coerce-message.js';
import type { ChatInput } from '../models/chat-input.js';
import { when } from '../when.js';
import type { ChatMessageHistory } from './chat-message-history.js';
import { inputMessages, outputMessages, type MessageKeys } from './history-messages.js';
import { Sessions, type GetMessageHistory, type SessionKey } from './session.js';

/** How a {@link RunnableWithMessageHistory} finds the conversation, and what it stores of an exchange. */
export interface MessageHistoryOptions<
  Keys extends readonly SessionKey[] = readonly SessionKey[],
> extends MessageKeys {
  readonly name?: string | undefined;
  /** Finds the history of a session; a function without parameters serves one history for all calls. */
  readonly getMessageHistory: GetMessageHistory<Keys>;
  /**
   * The keys of `config.configurable` that name a session.
   *
   * @defaultValue `['sessionId']`
   */
  readonly historyFactoryConfig?: Keys | undefined;
}

/** Fields of a {@link RunnableWithMessageHistory}. */
export interface MessageHistoryFields<
  Keys extends readonly SessionKey[] = readonly SessionKey[],
> extends MessageHistoryOptions<Keys> {
  /** What runs with the history: a runnable, or anything else that can be a step. */
  readonly runnable: unknown;
}

/** The input of a runnable with a history, given that of the runnable inside. */
export type HistoryInput<I, F extends MessageKeys> = F extends {
  readonly historyMessagesKey: infer K extends string;
}
  ? Omit<I, K>
  : F extends { readonly inputMessagesKey: infer K extends string }
    ? Omit<I, K> & { readonly [P in K]: ChatInput }
    : ChatInput;

/**
 * Runs a runnable with the conversation so far, and appends the exchange to it.
 *
 * Without keys, the input is text or messages, and the runnable gets one list: the history, then the input. With
 * `inputMessagesKey`, the input is an object, and that list replaces the value of the key. With `historyMessagesKey`,
 * the input stays as it is, and the history is added under that key.
 *
 * The exchange is stored in one call once it is complete: a run that fails, is aborted, or whose stream is closed early
 * stores nothing.
 *
 * @example
 * ```ts
 * import { FakeChatModel, InMemoryChatHistoryStore, RunnableWithMessageHistory } from 'runwright';
 *
 * const chat = RunnableWithMessageHistory.from({
 *   runnable: new FakeChatModel({ responses: ['Hello Ann.', 'You are Ann.'] }),
 *   getMessageHistory: new InMemoryChatHistoryStore(),
 * });
 * const config = { configurable: { sessionId: 'session-1' } };
 * await chat.invoke('I am Ann.', config);
 * await chat.invoke('Who am I?', config); // the model is given all three messages
 * ```
 */
export class RunnableWithMessageHistory<I, O> extends RunnableBase<I, O> {
  readonly kind = 'history';
  readonly #keys: MessageKeys;
  readonly #sessions: Sessions;
  readonly #load: Node;
  readonly #runnable: Node;

  /**
   * @throws {@link InvalidOptionError} if `getMessageHistory` cannot find a history by the session keys.
   */
  constructor(fields: MessageHistoryFields) {
    super(fields.name);
    const { inputMessagesKey, outputMessagesKey, historyMessagesKey } = fields;
    this.#keys = { inputMessagesKey, outputMessagesKey, historyMessagesKey };
    this.#sessions = new Sessions(fields.getMessageHistory, fields.historyFactoryConfig, this.getName());
    this.#runnable = coerce(fields.runnable, `${this.getName()}, runnable`);
    this.#load = this.#loader(historyMessagesKey ?? inputMessagesKey);
  }

  /** Adds a history to anything that can be a step; its types follow from those of the step. */
  static from<
    const S,
    const M extends MessageKeys,
    const Keys extends readonly SessionKey[] = readonly ['sessionId'],
  >(
    fields: M & MessageHistoryOptions<Keys> & { readonly runnable: S },
  ): RunnableWithMessageHistory<HistoryInput<InputOf<S>, M>, OutputOf<S>> {
    return new RunnableWithMessageHistory(fields);
  }

  override get streaming(): Streaming {
    return 'whole';
  }

  override structure(): Structure<Node> {
    const { inputMessagesKey, historyMessagesKey } = this.#keys;
    const hasObject = inputMessagesKey !== undefined || historyMessagesKey !== undefined;
    const messages = { type: 'array', items: { type: 'object' } };
    return {
      shape: 'wrap',
      parts: [{ node: this.#runnable }],
      specs: () => [...this.#sessions.specs, ...specsOf(this.#runnable)],
      types: {
        input: {
          title: 'RunnableWithChatHistoryInput',
          ...(!hasObject && { anyOf: [{ type: 'string' }, messages] }),
          ...(inputMessagesKey !== undefined && {
            type: 'object',
            properties: { [inputMessagesKey]: { anyOf: [{ type: 'string' }, messages] } },
            required: [inputMessagesKey],
          }),
        },
      },
    };
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    return when(this.#open(ctx), (history) => {
      const asked = inputMessages(input, this.#keys);
      const inner = within(ctx, history);
      return when(this.#prepare(input, inner), (prepared) =>
        when(enterPart(this.#runnable, prepared, inner, 'seq:step:2'), (output) =>
          when(this.#save(history, asked, output, ctx), () => output as O),
        ),
      );
    });
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    return fromWholeInput(chunks, ctx, (input) => this.#stream(input, ctx));
  }

  protected override defaultName(): string {
    return 'RunnableWithMessageHistory';
  }

  async *#stream(input: I, ctx: Context): AsyncGenerator<O, void> {
    const history = await this.#open(ctx);
    const asked = inputMessages(input, this.#keys);
    const inner = within(ctx, history);
    const prepared = await this.#prepare(input, inner);
    const output = new Sum();
    for await (const chunk of enterPartStream(this.#runnable, once(prepared), inner, 'seq:step:2')) {
      if (!output.add(chunk)) output.restart(chunk);
      yield chunk as O;
    }
    await this.#save(history, asked, output.value, ctx);
  }

  #open({ configurable }: Context): ChatMessageHistory | PromiseLike<ChatMessageHistory> {
    return this.#sessions.open(configurable);
  }

  /** The kwargs of the call are meant for the runnable, not for the step that loads the history. */
  #prepare(input: I, inner: Context): unknown {
    return enterPart(this.#load, input, inner.withoutKwargs(), 'seq:step:1');
  }

  #loader(key: string | undefined): Node {
    const load = new RunnableLambda<unknown, readonly Message[]>(
      (input, ctx) =>
        when((ctx.configurable[HISTORY] as ChatMessageHistory).getMessages(), (messages) =>
          this.#keys.historyMessagesKey === undefined
            ? [...messages, ...inputMessages(input, this.#keys)]
            : [...messages],
        ),
      { name: 'load_history' },
    );
    return key === undefined ? load : new RunnableAssign({ [key]: load }, { name: 'insert_history' });
  }

  /** A run that was aborted meanwhile stores nothing. */
  #save(
    history: ChatMessageHistory,
    asked: readonly Message[],
    output: unknown,
    ctx: Context,
  ): void | PromiseLike<void> {
    ctx.scope.throwIfAborted();
    return history.addMessages([...asked, ...outputMessages(output, this.#keys)]);
  }
}

const HISTORY = 'messageHistory';

/** The context of the steps, in which they find the history of the call. */
function within(ctx: Context, history: ChatMessageHistory): Context {
  return ctx.inheriting({ ...ctx.inherited, configurable: { ...ctx.configurable, [HISTORY]: history } });
}

import { declareWrapper } from '../../declare/wrapper.js';
import type { RunnableClass } from '../../plan/class-types.js';
import type { ChatHistoryStore } from './chat-message-history.js';
import type { MessageKeys } from './history-messages.js';
import { RunnableWithMessageHistory } from './runnable-with-message-history.js';
import type { GetMessageHistory, SessionKey } from './session.js';

/** A class of stores, instantiated by the container. */
export type ChatHistoryStoreClass = abstract new (...args: never) => ChatHistoryStore;

/** Options of {@link History}. */
export interface HistoryOptions<
  Keys extends readonly SessionKey[] = readonly SessionKey[],
> extends MessageKeys {
  /**
   * Where conversations are kept: a class, which the container instantiates, a store, or a function that finds a
   * history.
   */
  readonly store: ChatHistoryStoreClass | GetMessageHistory<Keys>;
  /**
   * The keys of `config.configurable` that name a session.
   *
   * @defaultValue `['sessionId']`
   */
  readonly historyFactoryConfig?: Keys | undefined;
}

/**
 * Runs a class with the conversation so far, and appends each successful exchange to it; see
 * {@link RunnableWithMessageHistory}.
 *
 * With `historyMessagesKey`, the class declares its input without the history: in a prompt within it, make the
 * placeholder for the history an optional one.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Chain, ChatHistoryStore, ChatPromptTemplate, FakeChatModel, History, Step, type AIMessage } from 'runwright';
 *
 * @History({ store: ChatHistoryStore, inputMessagesKey: 'question', historyMessagesKey: 'history' })
 * @Chain([
 *   ChatPromptTemplate.fromMessages([['placeholder', '{history}'], ['human', '{question}']]),
 *   new FakeChatModel({ responses: ['Hello.'] }),
 * ])
 * class Chat extends Step<{ question: string }, AIMessage> {}
 *
 * // A module of the application binds a store, such as a FileChatHistoryStore, to ChatHistoryStore.
 * ```
 */
export function History<const Keys extends readonly SessionKey[] = readonly ['sessionId']>({
  store,
  ...keys
}: HistoryOptions<Keys>): (target: RunnableClass) => void {
  return declareWrapper({
    kind: 'history',
    decorator: '@History',
    slots: [{ label: 'store', value: store, isService: true }],
    options: keys,
    make: (runnable, [getMessageHistory]) =>
      new RunnableWithMessageHistory({
        ...keys,
        runnable,
        getMessageHistory: getMessageHistory as GetMessageHistory,
      }),
  });
}

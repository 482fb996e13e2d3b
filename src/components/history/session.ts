import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { describe } from '../../errors/describe.js';
import { InvalidConfigError, InvalidInputError } from '../../errors/run-errors.js';
import type { ConfigurableFieldSpec } from '../../plan/field.js';
import { when } from '../when.js';
import { ChatHistoryStore, type ChatMessageHistory } from './chat-message-history.js';

/** A key of `config.configurable` that names a session: its id, or its description as a configurable field. */
export type SessionKey = string | ConfigurableFieldSpec;

/** The values that name a session, by key. */
export type SessionValues<Keys extends readonly SessionKey[]> = Readonly<
  Record<
    Keys[number] extends infer K
      ? K extends { readonly id: infer Id extends string }
        ? Id
        : K & string
      : never,
    unknown
  >
>;

/**
 * Finds the history of a session, synchronously or not: a store, or a function of the key's value; where several keys
 * name a session, a function of an object with their values.
 */
export type GetMessageHistory<Keys extends readonly SessionKey[] = readonly SessionKey[]> =
  number extends Keys['length']
    ? ChatHistoryStore | ((key: never) => FoundHistory)
    : Keys extends readonly [unknown]
      ? ChatHistoryStore | ((sessionId: string) => FoundHistory)
      : (keys: SessionValues<Keys>) => FoundHistory;

/** A history, or a promise of one. */
export type FoundHistory = ChatMessageHistory | PromiseLike<ChatMessageHistory>;

const SESSION_ID: ConfigurableFieldSpec = Object.freeze({
  id: 'sessionId',
  name: 'Session ID',
  description: 'Identifies the conversation that the exchange belongs to.',
  default: '',
  isShared: true,
});

/** Finds the history of a call by the session in its config. */
export class Sessions {
  readonly specs: readonly ConfigurableFieldSpec[];
  readonly #where: string;
  readonly #find: (configurable: Readonly<Record<string, unknown>>) => FoundHistory;

  /**
   * @throws {@link InvalidOptionError} for anything but a store or a function; where several keys name a session, for
   * anything but a function of one object.
   */
  constructor(getMessageHistory: GetMessageHistory, keys: readonly SessionKey[] | undefined, where: string) {
    this.#where = where;
    this.specs = keys?.map(asSpec) ?? [SESSION_ID];
    const ids = this.specs.map(({ id }) => id);
    const find = finderOf(getMessageHistory, where);
    if (ids.length > 1 && (typeof getMessageHistory !== 'function' || find.length !== 1)) {
      throw new InvalidOptionError(
        where,
        'getMessageHistory',
        `a function of one object with the keys ${ids.join(', ')}`,
        getMessageHistory,
      );
    }
    const [only, ...others] = ids;
    this.#find = (configurable) => {
      // A function without parameters serves one history for all calls.
      if (find.length > 0) requireKeys(ids, configurable);
      return find(
        only !== undefined && others.length === 0
          ? configurable[only]
          : Object.fromEntries(ids.map((id) => [id, configurable[id]])),
      );
    };
  }

  /** @throws {@link InvalidConfigError} naming the missing keys of the config, or for an invalid session id. */
  open(configurable: Readonly<Record<string, unknown>>): FoundHistory {
    return when(this.#find(configurable), (history) => {
      if (isHistory(history)) return history;
      const expected = 'to return a history with getMessages and addMessages';
      throw new InvalidInputError(`getMessageHistory of ${this.#where}`, expected, history);
    });
  }
}

function asSpec(key: SessionKey): ConfigurableFieldSpec {
  return typeof key === 'string' ? { id: key } : key;
}

type Find = (key: unknown) => FoundHistory;

function isHistory(value: unknown): value is ChatMessageHistory {
  const { getMessages, addMessages } = (value ?? {}) as Partial<ChatMessageHistory>;
  return typeof getMessages === 'function' && typeof addMessages === 'function';
}

function finderOf(getMessageHistory: GetMessageHistory, where: string): Find {
  if (typeof getMessageHistory === 'function') return getMessageHistory as Find;
  if (typeof (getMessageHistory as Partial<ChatHistoryStore> | undefined)?.get === 'function')
    return (key) => getMessageHistory.get(sessionIdOf(key));
  throw new InvalidOptionError(
    where,
    'getMessageHistory',
    'a ChatHistoryStore, or a function that returns a history',
    getMessageHistory,
  );
}

/** The id by which a store knows a session; two objects would have the same text, and so share a conversation. */
function sessionIdOf(key: unknown): string {
  if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint') return String(key);
  throw new InvalidConfigError(
    `The session id in config.configurable must be a string or a number, got ${describe(key)}.`,
  );
}

function requireKeys(ids: readonly string[], configurable: Readonly<Record<string, unknown>>): void {
  const missing = ids.filter((id) => configurable[id] === undefined);
  if (missing.length === 0) return;
  const example = missing.map((id) => `${id}: '[your-value-here]'`).join(', ');
  throw new InvalidConfigError(
    `Missing keys ${list(missing)} in config.configurable. Expected keys are ${list(ids)}. ` +
      `Pass them with the call, such as chain.invoke(input, { configurable: { ${example} } }).`,
  );
}

function list(ids: readonly string[]): string {
  return `[${[...ids]
    .sort()
    .map((id) => `'${id}'`)
    .join(', ')}]`;
}

import { isMessage, type BaseMessage } from '../components/messages/message.js';
import { setOwn } from '../stream/add.js';
import type { LangChainMessageClasses } from './core.js';
import { toLangChainMessage, type LangChainMessageOf } from './to-langchain-message.js';

/**
 * The type of a value after it has entered LangChain.js: messages of this library become messages of LangChain.js, whether
 * alone, in a list, or as the values of an object; anything else stays as it is.
 */
export type ToLangChain<T> = unknown extends T
  ? T
  : T extends BaseMessage
    ? LangChainMessageOf<T>
    : T extends readonly (infer M)[]
      ? HasMessage<M> extends true
        ? ToLangChain<M>[]
        : T
      : T extends object
        ? HasMessage<Content<T[keyof T]>> extends true
          ? { [K in keyof T]: T[K] extends object ? ToLangChain<T[K]> : T[K] }
          : T
        : T;

type Content<T> = T extends readonly (infer M)[] ? M : T;
type HasMessage<T> = unknown extends T ? false : [Extract<T, BaseMessage>] extends [never] ? false : true;

/** Converts the messages of this library in a value that enters LangChain.js; see {@link ToLangChain}. */
export function convertMessages(value: unknown, core: LangChainMessageClasses): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return isLiteral(value) ? convertValues(value, core) : convertFlat(value, core);
}

function convertFlat(value: unknown, core: LangChainMessageClasses): unknown {
  if (isMessage(value)) return toLangChainMessage(value, core);
  if (!Array.isArray(value) || !value.some(isMessage)) return value;
  return value.map((item: unknown) => (isMessage(item) ? toLangChainMessage(item, core) : item));
}

/** Gives the same object where there is nothing to convert. */
function convertValues(values: object, core: LangChainMessageClasses): object {
  let converted: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(values)) {
    const theirs = convertFlat(value, core);
    if (theirs !== value) setOwn((converted ??= { ...values }), key, theirs);
  }
  return converted ?? values;
}

function isLiteral(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

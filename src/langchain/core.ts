import {
  AIMessage,
  AIMessageChunk,
  ChatMessage,
  FunctionMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import { Runnable } from '@langchain/core/runnables';

/** A class of LangChain.js, from whichever copy of the library, that is instantiated with its fields. */
export type LangChainClass = new (fields: never) => object;

/** The message classes of one copy of `@langchain/core`; all are exported by `@langchain/core/messages`. */
export interface LangChainMessageClasses {
  readonly SystemMessage: LangChainClass;
  readonly HumanMessage: LangChainClass;
  readonly AIMessage: LangChainClass;
  readonly AIMessageChunk: LangChainClass;
  readonly ToolMessage: LangChainClass;
  readonly FunctionMessage: LangChainClass;
  readonly ChatMessage: LangChainClass;
}

/**
 * One copy of `@langchain/core`, as far as its classes are instantiated: the message classes, and `Runnable` of
 * `@langchain/core/runnables`.
 *
 * @example
 * ```ts
 * import * as messages from '@langchain/core/messages';
 * import { Runnable } from '@langchain/core/runnables';
 * import type { LangChainCore } from 'runwright/langchain';
 *
 * const core: LangChainCore = { ...messages, Runnable };
 * ```
 */
export interface LangChainCore extends LangChainMessageClasses {
  readonly Runnable: abstract new (...args: never[]) => object;
}

/** The copy that Node resolves for this package, which is the one that the application has installed. */
export const installed: LangChainCore = {
  Runnable,
  SystemMessage,
  HumanMessage,
  AIMessage,
  AIMessageChunk,
  ToolMessage,
  FunctionMessage,
  ChatMessage,
};

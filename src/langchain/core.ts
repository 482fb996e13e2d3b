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

/** A class of LangChain.js of which objects are made, whichever copy of the library it is from. */
export type LangChainClass = new (fields: never) => object;

/** The classes of messages of one copy of `@langchain/core`; the module `@langchain/core/messages` has them all. */
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
 * One copy of `@langchain/core`, as far as it is needed to make objects of it: its classes of messages, and `Runnable` of
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

/** The copy that Node finds for this package: that of the application, which installs it. */
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

import type { Observer } from './observer.js';

/**
 * A callback handler as LangChain.js has them: any object with some of its `handle…` methods, which are called with the
 * arguments with which the `CallbackManager` of `@langchain/core` 1.x calls them.
 *
 * Unlike there, a handler is always awaited, unless it says `background`.
 */
export interface CallbackHandler {
  readonly name?: string | undefined;
  readonly raiseError?: boolean | undefined;
  readonly background?: boolean | undefined;
  /** Has models that are invoked stream all the same, for `handleLLMNewToken`. */
  readonly lc_prefer_streaming?: boolean | undefined;
  readonly ignoreChain?: boolean | undefined;
  readonly ignoreLLM?: boolean | undefined;
  /** Leaves out tools, as there. */
  readonly ignoreAgent?: boolean | undefined;
  readonly ignoreRetriever?: boolean | undefined;
  readonly ignoreCustomEvent?: boolean | undefined;
  handleChainStart?(...args: never): unknown;
  handleChainEnd?(...args: never): unknown;
  handleChainError?(...args: never): unknown;
  handleLLMStart?(...args: never): unknown;
  handleChatModelStart?(...args: never): unknown;
  handleLLMNewToken?(...args: never): unknown;
  handleLLMEnd?(...args: never): unknown;
  handleLLMError?(...args: never): unknown;
  handleToolStart?(...args: never): unknown;
  handleToolEnd?(...args: never): unknown;
  handleToolError?(...args: never): unknown;
  handleRetrieverStart?(...args: never): unknown;
  handleRetrieverEnd?(...args: never): unknown;
  handleRetrieverError?(...args: never): unknown;
  handleCustomEvent?(...args: never): unknown;
}

/** A callback manager of LangChain.js: handlers for the next run, handlers for every run, and whose run it is. */
export interface CallbackManagerLike {
  readonly handlers: readonly object[];
  readonly inheritableHandlers?: readonly object[];
  readonly tags?: readonly string[];
  readonly inheritableTags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly inheritableMetadata?: Readonly<Record<string, unknown>>;
  getParentRunId?(): string | undefined;
}

/** What may observe every run of a tree: a list of observers and LangChain.js handlers, or its `CallbackManager`. */
export type Callbacks = readonly (Observer | CallbackHandler)[] | CallbackManagerLike;

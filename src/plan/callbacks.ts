import type { Observer } from './observer.js';

/**
 * A callback handler of LangChain.js: any object with some of the `handle…` methods, which get the arguments that the
 * `CallbackManager` of `@langchain/core` 1.x passes.
 *
 * Unlike in LangChain.js, a handler is awaited unless it sets `background`.
 */
export interface CallbackHandler {
  /** Names it in warnings. */
  readonly name?: string | undefined;
  /** Lets an error thrown by one of its methods fail the run, instead of being reported as a warning. */
  readonly raiseError?: boolean | undefined;
  /** Lets runs continue without awaiting its promises; `flush` waits for them. */
  readonly background?: boolean | undefined;
  /** Makes models stream even when they are invoked, so that `handleLLMNewToken` is called. */
  readonly lc_prefer_streaming?: boolean | undefined;
  /** Ignores the methods `handleChain…`. */
  readonly ignoreChain?: boolean | undefined;
  /** Ignores the methods for models: `handleLLM…` and `handleChatModelStart`. */
  readonly ignoreLLM?: boolean | undefined;
  /** Ignores the methods `handleTool…`, as in LangChain.js. */
  readonly ignoreAgent?: boolean | undefined;
  /** Ignores the methods `handleRetriever…`. */
  readonly ignoreRetriever?: boolean | undefined;
  /** Ignores `handleCustomEvent`. */
  readonly ignoreCustomEvent?: boolean | undefined;
  /** Called with `(serialized, inputs, runId, parentRunId, tags, metadata, runType, runName, extra)`. */
  handleChainStart?(...args: never): unknown;
  /** Called with `(outputs, runId, parentRunId, tags)`. */
  handleChainEnd?(...args: never): unknown;
  /** Called with `(error, runId, parentRunId, tags)`. */
  handleChainError?(...args: never): unknown;
  /** Called for a model if there is no `handleChatModelStart`; each list of messages is passed as one string. */
  handleLLMStart?(...args: never): unknown;
  /** Called with `(serialized, messages, runId, parentRunId, extraParams, tags, metadata, runName)`. */
  handleChatModelStart?(...args: never): unknown;
  /** Called with `(token, indices, runId, parentRunId, tags, fields)`, for each chunk of a streamed model. */
  handleLLMNewToken?(...args: never): unknown;
  /** Called with `(result, runId, parentRunId, tags)`. */
  handleLLMEnd?(...args: never): unknown;
  /** Called with `(error, runId, parentRunId, tags)`. */
  handleLLMError?(...args: never): unknown;
  /** Called with `(serialized, input, runId, parentRunId, tags, metadata, runName)`; the input is a string. */
  handleToolStart?(...args: never): unknown;
  /** Called with `(output, runId, parentRunId, tags)`. */
  handleToolEnd?(...args: never): unknown;
  /** Called with `(error, runId, parentRunId, tags)`. */
  handleToolError?(...args: never): unknown;
  /** Called with `(serialized, query, runId, parentRunId, tags, metadata, runName)`. */
  handleRetrieverStart?(...args: never): unknown;
  /** Called with `(documents, runId, parentRunId, tags)`. */
  handleRetrieverEnd?(...args: never): unknown;
  /** Called with `(error, runId, parentRunId, tags)`. */
  handleRetrieverError?(...args: never): unknown;
  /** Called with `(name, data, runId, tags, metadata)`, for what a step sends with `ctx.dispatch`. */
  handleCustomEvent?(...args: never): unknown;
}

/** A callback manager of LangChain.js: handlers for the next run, handlers for every run below, and the parent run. */
export interface CallbackManagerLike {
  readonly handlers: readonly object[];
  readonly inheritableHandlers?: readonly object[];
  readonly tags?: readonly string[];
  readonly inheritableTags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly inheritableMetadata?: Readonly<Record<string, unknown>>;
  /** The run whose callbacks it holds, which becomes the parent of the run started with them. */
  getParentRunId?(): string | undefined;
}

/** What may observe every run of a tree: a list of observers and LangChain.js handlers, or its `CallbackManager`. */
export type Callbacks = readonly (Observer | CallbackHandler)[] | CallbackManagerLike;

import type { Observer } from './observer.js';

/**
 * A callback handler as LangChain.js has them: any object with some of its `handle…` methods, which are called with the
 * arguments with which the `CallbackManager` of `@langchain/core` 1.x calls them.
 *
 * Unlike there, a handler is always awaited, unless it says `background`.
 */
export interface CallbackHandler {
  /** What warnings about it call it. */
  readonly name?: string | undefined;
  /** Lets what one of its methods throws fail the run; it is a warning otherwise. */
  readonly raiseError?: boolean | undefined;
  /** Lets runs go on without waiting for its promises; `flush` waits for them. */
  readonly background?: boolean | undefined;
  /** Has models that are invoked stream all the same, for `handleLLMNewToken`. */
  readonly lc_prefer_streaming?: boolean | undefined;
  /** Leaves out the methods `handleChain…`. */
  readonly ignoreChain?: boolean | undefined;
  /** Leaves out the methods of models: `handleLLM…`, `handleChatModelStart`. */
  readonly ignoreLLM?: boolean | undefined;
  /** Leaves out tools, as there. */
  readonly ignoreAgent?: boolean | undefined;
  /** Leaves out the methods `handleRetriever…`. */
  readonly ignoreRetriever?: boolean | undefined;
  /** Leaves out `handleCustomEvent`. */
  readonly ignoreCustomEvent?: boolean | undefined;
  /** Called with `(serialized, inputs, runId, parentRunId, tags, metadata, runType, runName, extra)`. */
  handleChainStart?(...args: never): unknown;
  /** Called with `(outputs, runId, parentRunId, tags)`. */
  handleChainEnd?(...args: never): unknown;
  /** Called with `(error, runId, parentRunId, tags)`. */
  handleChainError?(...args: never): unknown;
  /** Called for a model if there is no `handleChatModelStart`, with the messages as one text each. */
  handleLLMStart?(...args: never): unknown;
  /** Called with `(serialized, messages, runId, parentRunId, extraParams, tags, metadata, runName)`. */
  handleChatModelStart?(...args: never): unknown;
  /** Called with `(token, indices, runId, parentRunId, tags, fields)`, for each chunk of a streamed model. */
  handleLLMNewToken?(...args: never): unknown;
  /** Called with `(result, runId, parentRunId, tags)`. */
  handleLLMEnd?(...args: never): unknown;
  /** Called with `(error, runId, parentRunId, tags)`. */
  handleLLMError?(...args: never): unknown;
  /** Called with `(serialized, input, runId, parentRunId, tags, metadata, runName)`; the input is a text. */
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

/** A callback manager of LangChain.js: handlers for the next run, handlers for every run, and whose run it is. */
export interface CallbackManagerLike {
  readonly handlers: readonly object[];
  readonly inheritableHandlers?: readonly object[];
  readonly tags?: readonly string[];
  readonly inheritableTags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly inheritableMetadata?: Readonly<Record<string, unknown>>;
  /** The run whose callbacks it holds; the run that starts with them is its child. */
  getParentRunId?(): string | undefined;
}

/** What may observe every run of a tree: a list of observers and LangChain.js handlers, or its `CallbackManager`. */
export type Callbacks = readonly (Observer | CallbackHandler)[] | CallbackManagerLike;

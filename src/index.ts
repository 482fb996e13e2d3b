/* The public names, listed by hand so that nothing becomes public by accident; the list is why the file is long. */

import './assemble/alone.js';
import './components/prompts/get-prompts.js';
import './fluent.js';

/* Declaring */
export { Alternatives } from './declare/alternatives.js';
export { Assign } from './declare/assign.js';
export { Bind } from './declare/bind.js';
export { Branch } from './declare/branch.js';
export { Chain } from './declare/chain.js';
export { Configurable, type FieldDecorator } from './declare/configurable.js';
export { configurable } from './metadata/configurable.js';
export { Parallel } from './declare/parallel.js';
export { Runnable, type RunnableOptions } from './declare/runnable.js';
export { Each } from './declare/each.js';
export { Fallback } from './declare/fallback.js';
export { Interceptor } from './declare/interceptor.js';
export { Listen } from './declare/listen.js';
export { Pick } from './declare/pick.js';
export { Router } from './declare/router.js';
export { Timeout } from './declare/timeout.js';
export { WithConfig } from './declare/with-config.js';
export { ref } from './declare/ref.js';
export { UseInterceptors, type InterceptorClass } from './declare/use-interceptors.js';
export { Retry } from './declare/retry.js';
export { Step } from './run/step.js';
export type { KindOptions, Scope } from './metadata/records.js';

/* Assembling */
export { createApp, type App, type AppOptions } from './app.js';
export { runnableModule } from './assemble/runnable-module.js';

/* Running */
export { RunnableAssign, type AssignOptions } from './run/assign.js';
export { RunnableBranch, type BranchOptions } from './run/branch.js';
export { RunnableEach, type EachFields } from './run/each.js';
export { RouterRunnable, type AnyRouterInput, type RouterFields } from './run/router.js';
export { RunnableBinding, type BindingFields } from './run/binding.js';
export type { ConfigFactory } from './run/bound-config.js';
export type { Layers } from './run/layers.js';
export { IdentityRunnable, RunnablePassthrough, type PassthroughOptions } from './run/passthrough.js';
export { RunnablePick, type PickOptions, type Pickable } from './run/pick.js';
export type { Bound } from './run/bound-types.js';
export { RunnableBase } from './run/runnable.js';
export {
  RunnableGenerator,
  type GeneratorOptions,
  type ListTransformFunction,
  type TransformFunction,
} from './run/generator.js';
export { RunnableLambda, type LambdaOptions } from './run/lambda.js';
export { RunnableMap, RunnableParallel, type ParallelOptions } from './run/parallel.js';
export { RunnableTimeout } from './run/timeout.js';
export { RunnableWithFallbacks } from './run/fallbacks.js';
export type { WithFallbacks } from './run/fallback-types.js';
export { RunnableRetry } from './run/retry.js';
export { RunnableSequence, type SequenceOptions } from './run/sequence.js';
export { ensureConfig, mergeConfigs, patchConfig } from './run/config.js';
export { getConfigList } from './run/batch-configs.js';
export type { ValidationOptions } from './run/checked.js';
export type { BatchOptions, Kwargs, RunnableConfig } from './plan/config.js';
export type { ErrorClass, ErrorFilter } from './plan/error-filter.js';
export type { FallbackOptions } from './plan/fallback-options.js';
export type { TimeoutOptions } from './plan/timeout-options.js';
export type { ExponentialJitterParams, FailedAttempt, RetryOptions } from './plan/retry-options.js';
export type { RunContext } from './plan/context.js';
export type { RunInfo } from './plan/run.js';
export type { AnyRunnable, NameOptions, RunnableStream, RunnableTypes } from './plan/runnable.js';

/* Configuring */
export {
  lazy,
  RunnableConfigurableAlternatives,
  type AlternativesInit,
  type AlternativesOptions,
  type AlternativesOutput,
  type Lazy,
  type LazyAlternative,
} from './run/configurable/alternatives.js';
export {
  RunnableConfigurableFields,
  type ConfigurableFields,
  type ConfigurableOptions,
  type FieldsInit,
  type MakeVariant,
} from './run/configurable/fields.js';
export type { Variant } from './run/configurable/variants.js';
export type { AlternativesDeclaration } from './plan/alternatives-options.js';
export type {
  AnyConfigurableField,
  ConfigurableField,
  ConfigurableFieldMultiOption,
  ConfigurableFieldSingleOption,
  ConfigurableFieldSpec,
  FieldType,
} from './plan/field.js';

/* Observing */
export { setDebug } from './fluent.js';
export { dispatchCustomEvent } from './run/dispatch-custom-event.js';
export { ConsoleTracer, type ConsoleTracerOptions } from './observe/console-tracer.js';
export type { PrintOptions } from './observe/terminal.js';
export {
  RunLog,
  RunLogPatch,
  type JsonPatchOperation,
  type LogEntry,
  type RunState,
} from './observe/run-log.js';
export type { StreamLogOptions } from './observe/stream-log.js';
export { collectRuns, RunCollector } from './observe/run-collector.js';
export { flush } from './observe/background.js';
export type { CallbackHandler, CallbackManagerLike, Callbacks } from './plan/callbacks.js';
export type { DispatchedEvent, Listeners, Observer } from './plan/observer.js';
export type { Run, RunType } from './plan/run.js';
export type {
  EventStreamOptions,
  RunFilter,
  StreamEvent,
  StreamEventData,
  StreamEventsConfig,
  StreamEventsConfigLike,
} from './plan/stream-event.js';

/* Types of steps and chains */
export type {
  BranchInput,
  BranchOutput,
  CheckedBranches,
  Condition,
  NoPair,
  TooFewBranches,
} from './plan/branch-types.js';
export type { RouterInput, RouterOutput } from './plan/router-types.js';
export type { Assigned, KeyOf, Picked } from './plan/object-types.js';
export type { ChainInput, ChainOutput, CheckedSteps, StepMismatch, TooFewSteps } from './plan/chain-types.js';
export type {
  ClassDecoratorFor,
  ClassFor,
  ClassReplaceableBy,
  DeclaredTypes,
  FitsHooks,
  HookMismatch,
  RunnableClass,
  StepAnswer,
  StepHooks,
} from './plan/class-types.js';
export type {
  ConvertedInputs,
  ForeignRunnable,
  InputOf,
  OutputFor,
  OutputOf,
  StepFunction,
  StepLike,
  StepObject,
  StepReference,
} from './plan/step-types.js';

/* Chunks */
export { addable, type Concatenable } from './stream/add.js';
export { addChunks } from './stream/fold.js';

/* Messages */
export {
  textOf,
  type AudioPart,
  type ContentPart,
  type FilePart,
  type ImagePart,
  type MessageContent,
  type ProviderPart,
  type ReasoningPart,
  type TextPart,
} from './components/messages/content.js';
export {
  BaseMessage,
  isMessage,
  type MessageFields,
  type MessageInit,
  type MessageType,
} from './components/messages/message.js';
export { SystemMessage } from './components/messages/system-message.js';
export { HumanMessage } from './components/messages/human-message.js';
export { AIMessage, isAIMessage, type AIMessageFields } from './components/messages/ai-message.js';
export { AIMessageChunk, type AIMessageChunkFields } from './components/messages/ai-message-chunk.js';
export { ToolMessage, type ToolMessageFields } from './components/messages/tool-message.js';
export { ChatMessage, type ChatMessageFields } from './components/messages/chat-message.js';
export {
  coerceMessage,
  coerceMessages,
  type Message,
  type MessageLike,
  type MessageRecord,
  type RoleName,
} from './components/messages/coerce-message.js';
export type { LangChainMessage, LangChainPromptValue } from './components/messages/langchain-message.js';
export type { InvalidToolCall, ToolCall, ToolCallChunk } from './components/messages/tool-call.js';
export type { Usage } from './components/messages/usage.js';

/* Types at run time, and their schemas */
export { Schema, type ParseOptions, type StandardOutcome, type StandardProperties } from './schema/schema.js';
export type { JsonSchema } from './schema/json-schema.js';
export type { UnknownProperties } from './schema/type.js';
export type { ConfigSchemaOptions } from './schema/config-schema.js';
export type {
  JsonSchemaData,
  StandardIssue,
  StandardResult,
  StandardSchema,
  TypeGiven,
  TypeTaken,
  TypeToken,
} from './plan/type-token.js';

/* Graphs */
export { Graph } from './graph/graph.js';
export type { GraphEdge, GraphNode, GraphRunnable, GraphSchema } from './graph/graph-parts.js';
export type { GraphOptions } from './graph/read.js';
export type { GraphEdgeJson, GraphJson, GraphJsonOptions, GraphNodeJson } from './graph/to-json.js';
export type { MermaidColors, MermaidOptions } from './graph/mermaid.js';
export type { PngOptions } from './graph/png.js';
export type { SvgOptions } from './graph/svg.js';

/* Serialised form */
export { load, type LoadOptions } from './serialize/load.js';
export type { Limits } from './serialize/document.js';
export type { LoadableClass, Provider } from './serialize/registry.js';
export type { Secrets } from './serialize/reviver.js';
export type {
  Serialized,
  SerializedConstructor,
  SerializedNotImplemented,
  SerializedSecret,
} from './serialize/serialized.js';

/* Errors */
export { AssemblyError, type Fault } from './errors/assembly-error.js';
export { ErrorCode } from './errors/codes.js';
export { InvalidOptionError, InvalidStepError } from './errors/declaration-errors.js';
export { NoTypeError } from './errors/no-type-error.js';
export { GraphError } from './errors/graph-error.js';
export { LoadError } from './errors/load-error.js';
export { MissingPeerError } from './errors/missing-peer-error.js';
export { runPathOf } from './errors/path.js';
export {
  AbortError,
  AsynchronousStepError,
  EmptyStreamError,
  InvalidConfigError,
  InvalidInputError,
  NextCalledTwiceError,
  NoRouteError,
  NotAddableError,
  OutsideRunError,
  RecursionLimitError,
  TimeoutError,
  type TimeoutKind,
} from './errors/run-errors.js';
export { UntypedToolError } from './errors/untyped-tool-error.js';
export { RunwrightError } from './errors/runwright-error.js';
export { ValidationError, type ValidationFault } from './errors/validation-error.js';

/* Prompts */
export { Prompt } from './components/prompts/prompt.js';
export {
  BasePromptTemplate,
  type Fillable,
  type PromptOptions,
} from './components/prompts/base-prompt-template.js';
export {
  PromptTemplate,
  type PromptTemplateFields,
  type TemplateOptions,
} from './components/prompts/prompt-template.js';
export {
  ChatPromptTemplate,
  type ChatPromptTemplateFields,
} from './components/prompts/chat-prompt-template.js';
export type { ChatPromptEntry } from './components/prompts/chat-entry.js';
export {
  MessagesPlaceholder,
  type MessagesPlaceholderFields,
} from './components/prompts/messages-placeholder.js';
export {
  FewShotChatMessagePromptTemplate,
  type FewShotChatFields,
} from './components/prompts/few-shot-chat-prompt-template.js';
export { FewShotPromptTemplate, type FewShotFields } from './components/prompts/few-shot-prompt-template.js';
export type { ExampleSelector } from './components/prompts/examples.js';
export type { TemplateFormat } from './components/prompts/template.js';
export type { TemplateValue } from './components/prompts/template-values.js';
export type { TemplateVariables } from './components/prompts/template-variables.js';
export type { AnyPromptTemplate } from './components/prompts/get-prompts.js';
export type { PromptPart } from './components/prompts/prompt-part.js';
export type { InputVariable, MessagesValue, PromptInput } from './components/prompts/prompt-variables.js';
export { MissingVariableError, ModelAnswerError, OutputParserError } from './errors/component-errors.js';

/* Output parsers */
export { OutputParser, type ParserInput } from './components/parsers/output-parser.js';
export { StrOutputParser, StringOutputParser } from './components/parsers/string-output-parser.js';
export { JsonOutputParser, SimpleJsonOutputParser } from './components/parsers/json-output-parser.js';
export { ListOutputParser, type Split } from './components/parsers/list-output-parser.js';
export { CommaSeparatedListOutputParser } from './components/parsers/comma-separated-list-output-parser.js';
export { MarkdownListOutputParser } from './components/parsers/markdown-list-output-parser.js';
export { NumberedListOutputParser } from './components/parsers/numbered-list-output-parser.js';
export { EnumOutputParser } from './components/parsers/enum-output-parser.js';
export {
  BooleanOutputParser,
  type BooleanParserOptions,
} from './components/parsers/boolean-output-parser.js';
export { XMLOutputParser, type XmlParserOptions } from './components/parsers/xml-output-parser.js';
export {
  StructuredOutputParser,
  type StructuredParserOptions,
} from './components/parsers/structured-output-parser.js';
export { ToolCallParser } from './components/parsers/tool-call-parser.js';
export {
  OutputFixingParser,
  type FixingParserFields,
  type FixingPrompt,
  type FixingVariables,
} from './components/parsers/output-fixing-parser.js';
export {
  RetryOutputParser,
  type PromptedAnswer,
  type RetryParserFields,
} from './components/parsers/retry-output-parser.js';
export type { RepairableParser, RepairFields, RepairModel } from './components/parsers/repair.js';
export type { XmlElement } from './components/parsers/xml-text.js';

/* Chat models */
export { ChatModel, type ChatAnswer } from './components/models/chat-model.js';
export type { ChatInput } from './components/models/chat-input.js';
export type {
  RawAndParsed,
  StructuredMethod,
  StructuredOptions,
} from './components/models/structured-output.js';
export type { ChatOptions, ResponseFormat, ToolChoice } from './components/models/chat-options.js';
export type {
  OpenAITool,
  ToolDefinition,
  ToolLike,
  SchematicTool,
  ToolRunnable,
} from './components/models/tool-definition.js';
export {
  OpenAIChatModel,
  type OpenAIFields,
  type OpenAIOptions,
} from './components/models/openai/openai-chat-model.js';
export type { OpenAIConnection } from './components/models/openai/openai-client.js';
export type { OpenAIClient } from './components/models/openai/openai-protocol.js';
export { FakeChatModel, type FakeModelFields } from './components/models/fake-chat-model.js';
export {
  FakeStreamingChatModel,
  type FakeStreamingModelFields,
} from './components/models/fake-streaming-chat-model.js';
export type { FakeCall, FakeResponse, FakeResponses, FakeStep } from './components/models/fake-script.js';

/* Tools */
export { Tool, type ToolDecoratorOptions } from './components/tools/tool.js';
export { tool } from './components/tools/make-tool.js';
export { RunnableToolLike, type ToolFacts, type ToolFields } from './components/tools/runnable-tool-like.js';
export type { ToolOptions } from './components/tools/as-tool.js';
export type { ToolInput } from './components/tools/tool-input.js';
export type { ArgTypes, ArgumentMismatch, RunnableTool, ToolMembers } from './components/tools/tool-types.js';

/* Message history */
export {
  RunnableWithMessageHistory,
  type HistoryInput,
  type MessageHistoryFields,
  type MessageHistoryOptions,
} from './components/history/runnable-with-message-history.js';
export { History, type ChatHistoryStoreClass, type HistoryOptions } from './components/history/history.js';
export type { MessageKeys } from './components/history/history-messages.js';
export type {
  GetMessageHistory,
  FoundHistory,
  SessionKey,
  SessionValues,
} from './components/history/session.js';
export { ChatHistoryStore, type ChatMessageHistory } from './components/history/chat-message-history.js';
export { InMemoryChatMessageHistory } from './components/history/in-memory-chat-message-history.js';
export { InMemoryChatHistoryStore } from './components/history/in-memory-chat-history-store.js';
export { FileChatMessageHistory } from './components/history/file-chat-message-history.js';
export { FileChatHistoryStore } from './components/history/file-chat-history-store.js';

/* Retrieval */
export type { Document } from './components/retrieval/document.js';
export { Retriever } from './components/retrieval/retriever.js';
export {
  FullTextRetriever,
  type FullTextFields,
  type FullTextHit,
  type FullTextIndex,
} from './components/retrieval/full-text-retriever.js';
export { Embeddings, type Embedding } from './components/retrieval/embeddings.js';
export { FakeEmbeddings, type FakeEmbeddingsFields } from './components/retrieval/fake-embeddings.js';

export { RunnableBase } from './run/runnable.js';
export { RunnableLambda } from './run/lambda.js';
export { RunnableGenerator } from './run/generator.js';
export { RunnableSequence } from './run/sequence.js';
export { RunnableParallel, RunnableMap } from './run/parallel.js';

// Messages
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
export type { InvalidToolCall, ToolCall, ToolCallChunk } from './components/messages/tool-call.js';
export type { Usage } from './components/messages/usage.js';

// Types at run time
export type {
  JsonSchema,
  StandardIssue,
  StandardResult,
  StandardSchema,
  TypeGiven,
  TypeTaken,
  TypeToken,
} from './plan/type-token.js';

import { InvalidInputError } from '../../errors/run-errors.js';
import { AIMessageChunk } from '../messages/ai-message-chunk.js';
import { AIMessage } from '../messages/ai-message.js';
import { coerceMessage, coerceMessages, type Message, type MessageLike } from '../messages/coerce-message.js';
import { isLangChainMessage } from '../messages/langchain-message.js';
import { isMessage } from '../messages/message.js';

/** The keys of the messages of an exchange, where its input and output are objects. */
export interface MessageKeys {
  /**
   * The key of the input that has the new messages.
   *
   * @defaultValue The only key of an input, or `input`.
   */
  readonly inputMessagesKey?: string | undefined;
  /**
   * The key of the output that has the answer.
   *
   * @defaultValue The only key of an output, or `output`.
   */
  readonly outputMessagesKey?: string | undefined;
  /** The key under which the runnable is given the history; without it, the history precedes the new messages. */
  readonly historyMessagesKey?: string | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** The messages that an input adds to a conversation. */
export function inputMessages(input: unknown, { inputMessagesKey }: MessageKeys): Message[] {
  if (!isValues(input)) return asMessages(input, 'the input to store');
  const key = keyOf(input, inputMessagesKey, 'input');
  return asMessages(input[key], `the input to store, under "${key}"`);
}

/** The messages that an output adds to a conversation; text is an answer of the model. */
export function outputMessages(output: unknown, { outputMessagesKey }: MessageKeys): Message[] {
  if (!isValues(output)) return answers(output, 'the output to store');
  const key = keyOf(output, outputMessagesKey, 'output');
  if (Object.hasOwn(output, key)) return answers(output[key], `the output to store, under "${key}"`);
  return answers(generatedMessage(output), `the output to store, under "${key}"`);
}

/** The message in the `LLMResult` that a language model of LangChain returns when it is run by itself. */
function generatedMessage({ generations }: Values): unknown {
  const first: unknown = Array.isArray(generations) ? generations[0] : undefined;
  const generation: unknown = Array.isArray(first) ? first[0] : undefined;
  return (generation as { readonly message?: unknown } | null | undefined)?.message;
}

function answers(value: unknown, what: string): Message[] {
  if (typeof value === 'string') return [new AIMessage(value)];
  return asMessages(value, what).map((message) =>
    message instanceof AIMessageChunk ? message.toMessage() : message,
  );
}

/** The key that was named, or the only key, or the usual one. */
function keyOf(values: Values, named: string | undefined, usual: string): string {
  const [only, ...others] = Object.keys(values);
  return named ?? (others.length === 0 ? only : undefined) ?? usual;
}

/** @param what - What the messages are, for the error. */
function asMessages(value: unknown, what: string): Message[] {
  if (typeof value === 'string' || isMessage(value) || isLangChainMessage(value))
    return [coerceMessage(value)];
  if (Array.isArray(value)) {
    const [first] = value as unknown[];
    // A batch of one conversation, as chat models of LangChain take it.
    const isNested = Array.isArray(first) && value.length === 1 && !isPair(first);
    return coerceMessages((isNested ? first : value) as readonly MessageLike[]);
  }
  throw new InvalidInputError(
    'RunnableWithMessageHistory',
    `text, a message or a list of messages as ${what}`,
    value,
  );
}

function isPair(value: readonly unknown[]): boolean {
  return typeof value[0] === 'string';
}

function isValues(value: unknown): value is Values {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !isMessage(value) && !isLangChainMessage(value);
}

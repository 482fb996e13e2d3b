/**
 * A message of LangChain.js, of any version from 0.3 on: told by its shape, as an application may have several copies of
 * that library, or none.
 */
export interface LangChainMessage {
  readonly content: unknown;
  /** Gives its type, such as `human` or `ai`. */
  _getType(): string;
}

/** What a prompt of LangChain.js gives: messages. */
export interface LangChainPromptValue {
  /** Gives the messages. */
  toChatMessages(): readonly LangChainMessage[];
}

/** Tells whether a value is a message of LangChain.js, whichever installed copy made it. */
export function isLangChainMessage(value: unknown): value is LangChainMessage {
  return hasMethod(value, '_getType') && 'content' in value;
}

/** Tells whether a value is what a prompt of LangChain.js gives. */
export function isLangChainPromptValue(value: unknown): value is LangChainPromptValue {
  return hasMethod(value, 'toChatMessages');
}

function hasMethod(value: unknown, name: string): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return typeof (value as Readonly<Record<string, unknown>>)[name] === 'function';
}

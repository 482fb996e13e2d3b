/**
 * A message of LangChain.js 0.3 or later, recognised by its shape, since an application may have several copies of that
 * library, or none.
 */
export interface LangChainMessage {
  readonly content: unknown;
  /** Returns its type, such as `human` or `ai`. */
  _getType(): string;
}

/** The output of a prompt of LangChain.js. */
export interface LangChainPromptValue {
  /** Returns the messages. */
  toChatMessages(): readonly LangChainMessage[];
}

/** Tells whether a value is a message of LangChain.js, whichever installed copy made it. */
export function isLangChainMessage(value: unknown): value is LangChainMessage {
  return hasMethod(value, '_getType') && 'content' in value;
}

/** Tells whether a value is the output of a prompt of LangChain.js. */
export function isLangChainPromptValue(value: unknown): value is LangChainPromptValue {
  return hasMethod(value, 'toChatMessages');
}

function hasMethod(value: unknown, name: string): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return typeof (value as Readonly<Record<string, unknown>>)[name] === 'function';
}

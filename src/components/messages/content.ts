/** Text within the content of a message. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  /** The part that a streamed piece belongs to: pieces with the same index are joined. */
  readonly index?: number | string;
}

/** An image: a URL, or base64 data with its media type. */
export interface ImagePart {
  readonly type: 'image';
  readonly url?: string;
  readonly data?: string;
  readonly mimeType?: string;
}

/** Audio: base64 data with its media type. */
export interface AudioPart {
  readonly type: 'audio';
  readonly data: string;
  readonly mimeType: string;
}

/** A file: an id of the provider, or base64 data with its media type. */
export interface FilePart {
  readonly type: 'file';
  readonly fileId?: string;
  readonly data?: string;
  readonly mimeType?: string;
  readonly name?: string;
}

/** The reasoning of a model before its answer. */
export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly reasoning: string;
  /** The part that a streamed piece belongs to: pieces with the same index are joined. */
  readonly index?: number | string;
}

/** A part in the format of a provider, passed on to it unchanged. */
export interface ProviderPart {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** One part of a message's content. */
export type ContentPart = TextPart | ImagePart | AudioPart | FilePart | ReasoningPart | ProviderPart;

/** The content of a message: text, or a list of parts. */
export type MessageContent = string | readonly ContentPart[];

/**
 * Returns the text of a content; parts other than text are ignored.
 *
 * @example
 * ```ts
 * import { textOf } from 'runwright';
 *
 * textOf([{ type: 'text', text: 'Look: ' }, { type: 'image', url: 'https://example.com/sky.png' }]); // => 'Look: '
 * ```
 */
export function textOf(content: MessageContent): string {
  if (typeof content === 'string') return content;
  let text = '';
  for (const part of content) if (isTextPart(part)) text += part.text;
  return text;
}

/** Tells whether a part of a content is text. */
export function isTextPart(part: ContentPart): part is TextPart {
  return part.type === 'text' && typeof (part as Partial<TextPart>).text === 'string';
}

/** The content as a list of parts; an empty string has none. */
export function partsOf(content: MessageContent): readonly ContentPart[] {
  if (typeof content !== 'string') return content;
  return content === '' ? [] : [{ type: 'text', text: content }];
}

import { textOf, type MessageContent } from './content.js';

const brand = Symbol.for('runwright.message');

/** Who a message is from: the application, the user, the model, a tool, or a role that a provider defines. */
export type MessageType = 'system' | 'human' | 'ai' | 'tool' | 'generic';

/** What every message may say besides its content. */
export interface MessageFields {
  readonly content: MessageContent;
  readonly id?: string | undefined;
  /** Name of the speaker. */
  readonly name?: string | undefined;
  /** Further arguments in the format of one provider. */
  readonly additionalKwargs?: Readonly<Record<string, unknown>> | undefined;
  /** What the provider said about the answer, such as the model's exact name and why it stopped. */
  readonly responseMetadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What the constructor of a message takes: its content alone, or all its fields. */
export type MessageInit<F extends MessageFields = MessageFields> = MessageContent | F;

/**
 * A message of a conversation, immutable. Fields that were not given are absent.
 *
 * Recognised by {@link isMessage} also across duplicated installations, where `instanceof` fails.
 */
export abstract class BaseMessage implements MessageFields {
  abstract readonly type: MessageType;
  readonly content: MessageContent;
  declare readonly id?: string;
  declare readonly name?: string;
  declare readonly additionalKwargs?: Readonly<Record<string, unknown>>;
  declare readonly responseMetadata?: Readonly<Record<string, unknown>>;

  constructor(init: MessageInit) {
    const { content, id, name, additionalKwargs, responseMetadata } = fieldsOf(init);
    this.content = content;
    if (id !== undefined) this.id = id;
    if (name !== undefined) this.name = name;
    if (additionalKwargs !== undefined) this.additionalKwargs = additionalKwargs;
    if (responseMetadata !== undefined) this.responseMetadata = responseMetadata;
  }

  get [brand](): true {
    return true;
  }

  /** The text of the content; parts that are no text count for nothing. */
  get text(): string {
    return textOf(this.content);
  }

  toString(): string {
    return this.text;
  }

  /** The message as plain data, from which {@link coerceMessage} makes it again. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { type, ...fields } = this;
    return { type, ...fields };
  }
}

/** The fields of a message that was given as its content alone, or as all of them. */
export function fieldsOf<F extends MessageFields>(init: MessageInit<F>): F {
  return typeof init === 'string' || Array.isArray(init)
    ? ({ content: init } as MessageFields as F)
    : (init as F);
}

/** Tells whether a value is a message, whichever installed copy of the library made it. */
export function isMessage(value: unknown): value is BaseMessage {
  return typeof value === 'object' && value !== null && brand in value;
}

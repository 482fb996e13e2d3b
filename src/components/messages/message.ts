import { textOf, type MessageContent } from './content.js';

const brand = Symbol.for('runwright.message');

/**
 * The type of a message, by its sender: the application, the user, the model, a tool, or a role that a provider
 * defines.
 */
export type MessageType = 'system' | 'human' | 'ai' | 'tool' | 'generic';

/** The fields that every message has. */
export interface MessageFields {
  readonly content: MessageContent;
  readonly id?: string | undefined;
  /** Name of the sender. */
  readonly name?: string | undefined;
  /** Further fields in the format of a provider. */
  readonly additionalKwargs?: Readonly<Record<string, unknown>> | undefined;
  /** Facts about the answer from the provider, such as the exact name of the model and why it stopped. */
  readonly responseMetadata?: Readonly<Record<string, unknown>> | undefined;
}

/** The argument of the constructor of a message: its content alone, or all of its fields. */
export type MessageInit<F extends MessageFields = MessageFields> = MessageContent | F;

/**
 * Base of the messages of a conversation, which are immutable. Fields that were not given are absent.
 *
 * {@link isMessage} recognises messages of any installed copy of the library, where `instanceof` fails.
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

  /** The text of the content; parts other than text are ignored. */
  get text(): string {
    return textOf(this.content);
  }

  toString(): string {
    return this.text;
  }

  /** Converts the message into plain data, from which {@link coerceMessage} restores it. */
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

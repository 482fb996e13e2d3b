import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { MessageContent } from '../messages/content.js';
import type { Message, RoleName } from '../messages/coerce-message.js';
import { isMessage, type BaseMessage } from '../messages/message.js';
import { MessageTemplate } from './message-template.js';
import { MessagesPlaceholder } from './messages-placeholder.js';
import { isPromptPart, type PromptPart } from './prompt-part.js';
import type { AllVariables, MessagesValue, VariablesOfText } from './prompt-variables.js';
import type { TemplateFormat } from './template.js';

/**
 * An entry of a chat prompt: a template for a human message, `[role, template]`, `{ role, content }`, a message as it
 * is, a placeholder for messages (`['placeholder', '{history}']` is an optional one), or another prompt of messages.
 */
export type ChatPromptEntry =
  | string
  | readonly [role: RoleName | 'placeholder', template: MessageContent]
  | { readonly role: RoleName; readonly content: MessageContent }
  | BaseMessage
  | PromptPart;

/** The variables of the entries of a chat prompt. */
export type VariablesOfEntries<T extends readonly unknown[], F extends TemplateFormat> = AllVariables<
  T[number] extends infer Entry ? VariablesOfEntry<Entry, F> : never
>;

type VariablesOfEntry<Entry, F extends TemplateFormat> = Entry extends string
  ? VariablesOfText<Entry, F>
  : Entry extends BaseMessage
    ? object
    : Entry extends PromptPart<infer V>
      ? V
      : Entry extends readonly ['placeholder', `{${infer Name}}`]
        ? { readonly [K in Name]?: MessagesValue }
        : Entry extends readonly [unknown, infer Content] | { readonly content: infer Content }
          ? VariablesOfText<TextsIn<Content>, F>
          : object;

/** The strings in a content, all of which are templates. */
type TextsIn<Content> = Content extends string
  ? Content
  : Content extends readonly (infer Part)[]
    ? TextsIn<Part>
    : Content extends object
      ? TextsIn<Content[keyof Content]>
      : never;

/** Reads an entry of a chat prompt once, for any number of runs. */
export function readEntry(
  entry: ChatPromptEntry,
  index: number,
  format: TemplateFormat,
  where: string,
): PromptPart {
  const place = `entry ${String(index + 1)}`;
  const template = (role: RoleName, content: MessageContent): PromptPart =>
    new MessageTemplate(role, content, format, where, place);
  if (typeof entry === 'string') return template('human', entry);
  if (isMessage(entry)) return fixed(entry as Message);
  if (isPromptPart(entry)) return entry;
  if (isPair(entry))
    return entry[0] === 'placeholder' ? placeholder(entry[1], where, place) : template(...entry);
  if (isRecord(entry)) return template(entry.role, entry.content);
  throw new InvalidOptionError(
    where,
    place,
    'text, [role, template], a message, a MessagesPlaceholder or another prompt of messages',
    entry,
  );
}

function fixed(message: Message): PromptPart {
  return { inputVariables: [], optionalVariables: [], render: () => [message] };
}

function placeholder(variable: MessageContent, where: string, place: string): PromptPart {
  const name = typeof variable === 'string' ? /^\{([^{}]+)\}$/.exec(variable)?.[1] : undefined;
  if (name !== undefined) return new MessagesPlaceholder({ variableName: name, optional: true });
  throw new InvalidOptionError(where, place, "a placeholder such as ['placeholder', '{history}']", variable);
}

function isPair(entry: unknown): entry is readonly [RoleName, MessageContent] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string' && isContent(entry[1]);
}

function isRecord(entry: unknown): entry is { role: RoleName; content: MessageContent } {
  if (typeof entry !== 'object' || entry === null) return false;
  const { role, content } = entry as Readonly<Record<string, unknown>>;
  return typeof role === 'string' && isContent(content);
}

function isContent(value: unknown): value is MessageContent {
  return typeof value === 'string' || Array.isArray(value);
}

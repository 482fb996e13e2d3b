import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { writeDown } from '../../run/recipes.js';
import type { Message } from '../messages/coerce-message.js';
import { whenAll } from '../when.js';
import { BasePromptTemplate, type Partials } from './base-prompt-template.js';
import { entryOf, writtenEntry } from './written-entry.js';
import { readEntry, type ChatPromptEntry, type VariablesOfEntries } from './chat-entry.js';
import type { PromptPart, variables } from './prompt-part.js';
import type { PartialValues, VariablesOfText, WithoutPartials } from './prompt-variables.js';
import type { TemplateOptions } from './prompt-template.js';
import type { TemplateFormat } from './template.js';
import type { Values } from './template-values.js';

/** Fields of a {@link ChatPromptTemplate}. */
export interface ChatPromptTemplateFields extends TemplateOptions {
  /** The entries, in the order of the messages. */
  readonly promptMessages: readonly ChatPromptEntry[];
  /** Values of some variables, or functions that return them, called for each run. */
  readonly partialVariables?: Partials | undefined;
}

/**
 * Turns templates and the values of their variables into messages.
 *
 * @typeParam V - The variables; exactly those of the templates where the compiler knows their text.
 * @example
 * ```ts
 * import { ChatPromptTemplate } from 'runwright';
 *
 * const prompt = ChatPromptTemplate.fromMessages([
 *   ['system', 'You translate into {language}.'],
 *   ['human', '{text}'],
 * ]);
 * await prompt.invoke({ language: 'French', text: 'Good morning' });
 * // => [SystemMessage('You translate into French.'), HumanMessage('Good morning')]
 * ```
 */
export class ChatPromptTemplate<V extends object = Record<string, unknown>>
  extends BasePromptTemplate<V, Message[]>
  implements PromptPart<V>
{
  declare readonly [variables]?: V;
  readonly promptMessages: readonly ChatPromptEntry[];
  readonly templateFormat: TemplateFormat;
  readonly #parts: readonly PromptPart[];

  /**
   * @throws {@link InvalidOptionError} naming an entry that is invalid or has an invalid template.
   */
  constructor({
    promptMessages,
    templateFormat = 'f-string',
    partialVariables,
    name,
  }: ChatPromptTemplateFields) {
    const where = name ?? 'ChatPromptTemplate';
    if (!Array.isArray(promptMessages))
      throw new InvalidOptionError(where, 'promptMessages', 'a list of entries', promptMessages);
    const parts = (promptMessages as readonly ChatPromptEntry[]).map((entry, index) =>
      readEntry(entry, index, templateFormat, where),
    );
    super(
      parts.flatMap(({ inputVariables }) => inputVariables),
      parts.flatMap(({ optionalVariables }) => optionalVariables),
      { ...partialsOf(parts), ...partialVariables },
      name,
    );
    this.promptMessages = Object.freeze([...(promptMessages as readonly ChatPromptEntry[])]);
    this.templateFormat = templateFormat;
    this.#parts = parts;
  }

  /** Creates a prompt from entries, with their variables in its type; see {@link ChatPromptEntry}. */
  static fromMessages<const T extends readonly ChatPromptEntry[], F extends TemplateFormat = 'f-string'>(
    entries: T,
    options: TemplateOptions<F> = {},
  ): ChatPromptTemplate<VariablesOfEntries<T, F>> {
    return new ChatPromptTemplate({ ...options, promptMessages: entries });
  }

  /** Creates a prompt with a single human message. */
  static fromTemplate<const T extends string, F extends TemplateFormat = 'f-string'>(
    template: T,
    options: TemplateOptions<F> = {},
  ): ChatPromptTemplate<VariablesOfText<T, F>> {
    return new ChatPromptTemplate({ ...options, promptMessages: [template] });
  }

  /**
   * The same prompt with values for some of its variables; a function is called for each run.
   *
   * @typeParam P - The values; the new prompt does not require their variables.
   */
  partial<const P extends PartialValues<V>>(values: P): ChatPromptTemplate<WithoutPartials<V, P>> {
    return this.withFields({ partialVariables: { ...this.partialVariables, ...values } });
  }

  /** The same prompt under another name. */
  named(name: string): ChatPromptTemplate<V> {
    return this.withFields({ name });
  }

  override fieldValues(): Omit<ChatPromptTemplateFields, 'name'> {
    const { promptMessages, templateFormat, partialVariables } = this;
    return { promptMessages, templateFormat, partialVariables };
  }

  override withFields<W extends object>(values: Readonly<Record<string, unknown>>): ChatPromptTemplate<W> {
    return new ChatPromptTemplate({ name: this.name, ...this.fieldValues(), ...values });
  }

  override render(values: Values): Message[] | PromiseLike<Message[]> {
    return whenAll(
      this.#parts.map((part) => part.render(values)),
      (lists) => lists.flat(),
    );
  }

  protected get outputJson(): Readonly<Record<string, unknown>> {
    return { type: 'array', items: { type: 'object' } };
  }

  protected override defaultName(): string {
    return 'ChatPromptTemplate';
  }
}

/** The partial variables of prompts within this one. */
function partialsOf(parts: readonly PromptPart[]): Partials {
  return Object.assign(
    {},
    ...parts.map((part) => (part instanceof BasePromptTemplate ? part.partialVariables : {})),
  ) as Partials;
}

writeDown('ChatPromptTemplate', ChatPromptTemplate, {
  fields: ({ name, promptMessages, templateFormat, partialVariables }) => {
    const entries = promptMessages.map(writtenEntry);
    return entries.includes(undefined)
      ? undefined
      : { name, promptMessages: entries, templateFormat, partialVariables: { ...partialVariables } };
  },
  make: ({ promptMessages, ...fields }) => {
    const entries: unknown = Array.isArray(promptMessages) ? promptMessages.map(entryOf) : promptMessages;
    return new ChatPromptTemplate({ ...fields, promptMessages: entries as ChatPromptEntry[] });
  },
  defaults: { templateFormat: 'f-string', partialVariables: {} },
});

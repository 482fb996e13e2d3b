import { coerceMessages, type Message, type MessageLike } from '../messages/coerce-message.js';
import type { PromptPart, variables } from './prompt-part.js';
import type { MessagesValue } from './prompt-variables.js';
import { valueAt, type Values } from './template-values.js';

/** Fields of a {@link MessagesPlaceholder}. */
export interface MessagesPlaceholderFields<N extends string, Opt extends boolean> {
  /** The variable whose value is the messages. */
  readonly variableName: N;
  /**
   * Whether the input may leave the messages out.
   *
   * @defaultValue false
   */
  readonly optional?: Opt;
}

/** The variable of a placeholder. */
export type PlaceholderVariable<N extends string, Opt extends boolean> = Opt extends true
  ? { readonly [K in N]?: MessagesValue }
  : { readonly [K in N]: MessagesValue };

/**
 * An entry of a chat prompt that is replaced by messages of the input, such as the conversation so far.
 *
 * @example
 * ```ts
 * import { ChatPromptTemplate, MessagesPlaceholder } from 'runwright';
 *
 * const prompt = ChatPromptTemplate.fromMessages([
 *   ['system', 'Answer in {language}.'],
 *   new MessagesPlaceholder({ variableName: 'history', optional: true }),
 *   ['human', '{question}'],
 * ]);
 * await prompt.invoke({ language: 'French', question: 'Where is the library?' });
 * ```
 */
export class MessagesPlaceholder<
  const N extends string = string,
  const Opt extends boolean = false,
> implements PromptPart<PlaceholderVariable<N, Opt>> {
  declare readonly [variables]?: PlaceholderVariable<N, Opt>;
  readonly variableName: N;
  readonly optional: boolean;

  constructor(fields: N | MessagesPlaceholderFields<N, Opt>) {
    const { variableName, optional = false } = typeof fields === 'string' ? { variableName: fields } : fields;
    this.variableName = variableName;
    this.optional = optional;
  }

  get inputVariables(): readonly string[] {
    return this.optional ? [] : [this.variableName];
  }

  get optionalVariables(): readonly string[] {
    return this.optional ? [this.variableName] : [];
  }

  render(values: Values): readonly Message[] {
    const messages = valueAt(values, this.variableName);
    if (messages === undefined) return [];
    return coerceMessages(
      messages as MessageLike | readonly MessageLike[],
      `The placeholder "${this.variableName}"`,
    );
  }
}

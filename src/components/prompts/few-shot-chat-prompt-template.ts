import { writeDown } from '../../run/recipes.js';
import type { Message } from '../messages/coerce-message.js';
import { whenAll, when } from '../when.js';
import { BasePromptTemplate, type Fillable, type PromptOptions } from './base-prompt-template.js';
import { examplesOf, writtenFields, type Examples, type ExampleSource } from './examples.js';
import type { PromptPart, variables } from './prompt-part.js';
import type { TemplateValue, Values } from './template-values.js';

/** Fields of a {@link FewShotChatMessagePromptTemplate}. */
export interface FewShotChatFields<Names extends string> extends ExampleSource, PromptOptions {
  /** Makes the messages of one example. */
  readonly examplePrompt: Fillable<Message[]>;
  /** The variables that the selector needs; none for a list of examples. */
  readonly inputVariables?: readonly Names[] | undefined;
}

/**
 * Turns examples into messages, for a place in a chat prompt before the question.
 *
 * @example
 * ```ts
 * import { ChatPromptTemplate, FewShotChatMessagePromptTemplate } from 'runwright';
 *
 * const shots = new FewShotChatMessagePromptTemplate({
 *   examples: [{ input: '2 + 2', output: '4' }],
 *   examplePrompt: ChatPromptTemplate.fromMessages([['human', '{input}'], ['ai', '{output}']]),
 * });
 * const prompt = ChatPromptTemplate.fromMessages([['system', 'You add.'], shots, ['human', '{sum}']]);
 * ```
 */
export class FewShotChatMessagePromptTemplate<Names extends string = never>
  extends BasePromptTemplate<{ readonly [K in Names]: TemplateValue }, Message[]>
  implements PromptPart<{ readonly [K in Names]: TemplateValue }>
{
  declare readonly [variables]?: { readonly [K in Names]: TemplateValue };
  readonly examplePrompt: Fillable<Message[]>;
  readonly #fields: ExampleSource & PromptOptions & { readonly examplePrompt: Fillable<Message[]> };
  readonly #examples: Examples;

  /**
   * @throws {@link InvalidOptionError} unless exactly one of examples and a selector is given.
   */
  constructor(fields: FewShotChatFields<Names>) {
    super(fields.inputVariables ?? [], [], {}, fields.name);
    this.examplePrompt = fields.examplePrompt;
    this.#fields = fields;
    this.#examples = examplesOf(fields, this.getName());
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return { ...this.#fields };
  }

  override withFields(values: Readonly<Record<string, unknown>>): FewShotChatMessagePromptTemplate<Names> {
    return new FewShotChatMessagePromptTemplate<Names>({ ...this.#fields, ...values });
  }

  override render(values: Values): Message[] | PromiseLike<Message[]> {
    return when(this.#examples(values), (examples) =>
      whenAll(
        examples.map((example) => this.examplePrompt.fill(example)),
        (lists) => lists.flat(),
      ),
    );
  }

  protected get outputJson(): Readonly<Record<string, unknown>> {
    return { type: 'array', items: { type: 'object' } };
  }

  protected override defaultName(): string {
    return 'FewShotChatMessagePromptTemplate';
  }
}

writeDown<FewShotChatMessagePromptTemplate<string>>(
  'FewShotChatMessagePromptTemplate',
  FewShotChatMessagePromptTemplate,
  {
    fields: (prompt) => writtenFields(prompt.fieldValues()),
    make: (fields) => new FewShotChatMessagePromptTemplate(fields as object as FewShotChatFields<string>),
  },
);

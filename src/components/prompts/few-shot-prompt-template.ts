import { writeDown } from '../../run/recipes.js';
import { when, whenAll } from '../when.js';
import { BasePromptTemplate, type Fillable, type Partials } from './base-prompt-template.js';
import { examplesOf, writtenFields, type Examples, type ExampleSource } from './examples.js';
import type { AllVariables, PartialValues, VariablesOfText, WithoutPartials } from './prompt-variables.js';
import { readTemplate, type TemplateOptions } from './prompt-template.js';
import type { TemplateFormat } from './template.js';
import type { Template, TemplateValue, Values } from './template-values.js';

/** Fields of a {@link FewShotPromptTemplate}. */
export interface FewShotFields<
  Prefix extends string = string,
  Suffix extends string = string,
  Names extends string = string,
  F extends TemplateFormat = TemplateFormat,
>
  extends ExampleSource, TemplateOptions<F> {
  /** Makes the text of one example. */
  readonly examplePrompt: Fillable<string>;
  /** Template of the text before the examples. */
  readonly prefix?: Prefix;
  /** Template of the text after the examples. */
  readonly suffix: Suffix;
  /**
   * Text between the examples, the prefix and the suffix.
   *
   * @defaultValue `'\n\n'`, an empty line
   */
  readonly exampleSeparator?: string | undefined;
  /** Variables that the selector needs besides those of the templates. */
  readonly inputVariables?: readonly Names[] | undefined;
  /** Values of some variables, or functions that return them, called for each run. */
  readonly partialVariables?: Partials | undefined;
}

/** The variables of a prompt with examples: those of its templates, and those that its selector needs. */
export type FewShotVariables<
  Prefix extends string,
  Suffix extends string,
  Names extends string,
  F extends TemplateFormat,
> = AllVariables<
  VariablesOfText<Prefix, F> | VariablesOfText<Suffix, F> | { readonly [K in Names]: TemplateValue }
>;

/**
 * Renders text that shows examples of the answers wanted before it asks.
 *
 * @example
 * ```ts
 * import { FewShotPromptTemplate, PromptTemplate } from 'runwright';
 *
 * const prompt = FewShotPromptTemplate.from({
 *   prefix: 'Give the opposite.',
 *   examples: [{ word: 'hot', opposite: 'cold' }],
 *   examplePrompt: PromptTemplate.fromTemplate('{word} -> {opposite}'),
 *   suffix: '{word} ->',
 * });
 * await prompt.invoke({ word: 'tall' });
 * ```
 */
export class FewShotPromptTemplate<V extends object = Record<string, unknown>> extends BasePromptTemplate<
  V,
  string
> {
  readonly #fields: FewShotFields;
  readonly #prefix: Template;
  readonly #suffix: Template;
  readonly #examples: Examples;

  /**
   * @throws {@link InvalidOptionError} for an invalid template, or unless exactly one of examples and a selector is
   * given.
   */
  constructor(fields: FewShotFields) {
    const { prefix = '', suffix, templateFormat = 'f-string', inputVariables = [], name } = fields;
    const where = name ?? 'FewShotPromptTemplate';
    const [before, behind] = [
      readTemplate(prefix, templateFormat, where, 'prefix'),
      readTemplate(suffix, templateFormat, where, 'suffix'),
    ];
    super([...before.variables, ...behind.variables, ...inputVariables], [], fields.partialVariables, name);
    this.#fields = fields;
    this.#prefix = before;
    this.#suffix = behind;
    this.#examples = examplesOf(fields, where);
  }

  /** Creates a prompt with examples, with its variables in its type. */
  static from<
    const Suffix extends string,
    const Prefix extends string = '',
    const Names extends string = never,
    F extends TemplateFormat = 'f-string',
  >(
    fields: FewShotFields<Prefix, Suffix, Names, F>,
  ): FewShotPromptTemplate<FewShotVariables<Prefix, Suffix, Names, F>> {
    return new FewShotPromptTemplate(fields);
  }

  /**
   * The same prompt with values for some of its variables; a function is called for each run.
   *
   * @typeParam P - The values; the new prompt does not require their variables.
   */
  partial<const P extends PartialValues<V>>(values: P): FewShotPromptTemplate<WithoutPartials<V, P>> {
    return this.withFields({ partialVariables: { ...this.partialVariables, ...values } });
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return { ...this.#fields };
  }

  override withFields<W extends object>(values: Readonly<Record<string, unknown>>): FewShotPromptTemplate<W> {
    return new FewShotPromptTemplate({ ...this.#fields, ...values });
  }

  override render(values: Values): string | PromiseLike<string> {
    const { examplePrompt, exampleSeparator = '\n\n' } = this.#fields;
    return when(this.#examples(values), (examples) =>
      whenAll(
        examples.map((example) => examplePrompt.fill(example)),
        (texts) =>
          [this.#prefix.render(values), ...texts, this.#suffix.render(values)]
            .filter((text) => text !== '')
            .join(exampleSeparator),
      ),
    );
  }

  protected get outputJson(): Readonly<Record<string, unknown>> {
    return { type: 'string' };
  }

  protected override defaultName(): string {
    return 'FewShotPromptTemplate';
  }
}

writeDown('FewShotPromptTemplate', FewShotPromptTemplate, {
  fields: (prompt) => writtenFields(prompt.fieldValues()),
  make: (fields) => new FewShotPromptTemplate(fields as object as FewShotFields),
});

import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { writeDown } from '../../run/recipes.js';
import { BasePromptTemplate, type Partials, type PromptOptions } from './base-prompt-template.js';
import type { PartialValues, VariablesOfText, WithoutPartials } from './prompt-variables.js';
import { parseTemplate, type TemplateFormat } from './template.js';
import type { Template, Values } from './template-values.js';

/** Options of a prompt with templates. */
export interface TemplateOptions<F extends TemplateFormat = TemplateFormat> extends PromptOptions {
  /**
   * The syntax of the templates.
   *
   * @defaultValue `'f-string'`
   */
  readonly templateFormat?: F | undefined;
}

/** Fields of a {@link PromptTemplate}. */
export interface PromptTemplateFields extends TemplateOptions {
  /** The text, with its variables. */
  readonly template: string;
  /** Values of some variables, or functions that return them, called for each run. */
  readonly partialVariables?: Partials | undefined;
}

/**
 * Turns a template and the values of its variables into text.
 *
 * @typeParam V - The variables; exactly those of the template where the compiler knows its text.
 * @example
 * ```ts
 * import { PromptTemplate } from 'runwright';
 *
 * const prompt = PromptTemplate.fromTemplate('Summarise in {count} words: {text}');
 * await prompt.invoke({ count: 20, text: 'Once upon a time …' });
 * const brief = prompt.partial({ count: 20 });
 * await brief.invoke('Once upon a time …'); // one variable is left, so its value alone is enough
 * ```
 */
export class PromptTemplate<V extends object = Record<string, unknown>> extends BasePromptTemplate<
  V,
  string
> {
  readonly template: string;
  readonly templateFormat: TemplateFormat;
  readonly #parsed: Template;

  /**
   * @throws {@link InvalidOptionError} saying what is wrong with the template.
   */
  constructor({ template, templateFormat = 'f-string', partialVariables, name }: PromptTemplateFields) {
    const parsed = readTemplate(template, templateFormat, name ?? 'PromptTemplate', 'template');
    super(parsed.variables, [], partialVariables, name);
    this.template = template;
    this.templateFormat = templateFormat;
    this.#parsed = parsed;
  }

  /** Creates a prompt from a template, with its variables in its type. */
  static fromTemplate<const T extends string, F extends TemplateFormat = 'f-string'>(
    template: T,
    options: TemplateOptions<F> = {},
  ): PromptTemplate<VariablesOfText<T, F>> {
    return new PromptTemplate({ ...options, template });
  }

  /**
   * The same prompt with values for some of its variables; a function is called for each run.
   *
   * @typeParam P - The values; the new prompt does not require their variables.
   */
  partial<const P extends PartialValues<V>>(values: P): PromptTemplate<WithoutPartials<V, P>> {
    return this.withFields({ partialVariables: { ...this.partialVariables, ...values } });
  }

  override fieldValues(): Omit<PromptTemplateFields, 'name'> {
    const { template, templateFormat, partialVariables } = this;
    return { template, templateFormat, partialVariables };
  }

  override withFields<W extends object>(values: Readonly<Record<string, unknown>>): PromptTemplate<W> {
    return new PromptTemplate({ name: this.name, ...this.fieldValues(), ...values });
  }

  override render(values: Values): string {
    return this.#parsed.render(values);
  }

  protected get outputJson(): Readonly<Record<string, unknown>> {
    return { type: 'string' };
  }

  protected override defaultName(): string {
    return 'PromptTemplate';
  }
}

/**
 * Parses a template of a prompt.
 *
 * @throws {@link InvalidOptionError} naming the place of an invalid template.
 */
export function readTemplate(text: string, format: TemplateFormat, where: string, place: string): Template {
  if (typeof (text as unknown) !== 'string') throw new InvalidOptionError(where, place, 'text', text);
  try {
    return parseTemplate(text, format, where);
  } catch (error) {
    throw new InvalidOptionError(where, place, (error as Error).message, text);
  }
}

writeDown('PromptTemplate', PromptTemplate, {
  fields: ({ name, template, templateFormat, partialVariables }) => ({
    name,
    template,
    templateFormat,
    partialVariables: { ...partialVariables },
  }),
  make: (fields) => new PromptTemplate(fields as object as PromptTemplateFields),
  defaults: { templateFormat: 'f-string', partialVariables: {} },
});

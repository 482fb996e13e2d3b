import { MissingVariableError } from '../../errors/component-errors.js';
import { InvalidInputError } from '../../errors/run-errors.js';
import type { Node } from '../../plan/node.js';
import { LEAF, type Structure } from '../../plan/structure.js';
import { call } from '../../run/call.js';
import type { Context } from '../../run/context.js';
import { recipeOf } from '../../run/recipes.js';
import { RunnableBase } from '../../run/runnable.js';
import { whenAll } from '../when.js';
import { isLangChainMessage } from '../messages/langchain-message.js';
import { isMessage } from '../messages/message.js';
import type { InputVariable, PromptInput } from './prompt-variables.js';
import { valueAt, type Values } from './template-values.js';

/** Options that every prompt has. */
export interface PromptOptions {
  /**
   * Name of its runs.
   *
   * @defaultValue The name of its class.
   */
  readonly name?: string | undefined;
}

/** Values of some variables, or functions that return them, called for each run. */
export type Partials = Readonly<Record<string, unknown>>;

/** A prompt as another prompt uses it, whatever its variables are. */
export interface Fillable<out O> {
  /** Fills in the values of its variables. */
  fill(values: Values): O | PromiseLike<O>;
}

/**
 * Base of prompts, which fill the variables of a template with the values of an object.
 *
 * A prompt with a single variable also takes its value alone. A value in the input overrides a partial one.
 *
 * @typeParam V - The variables, each with the type of its values.
 * @typeParam O - The output: text or messages.
 */
export abstract class BasePromptTemplate<V extends object, O> extends RunnableBase<PromptInput<V>, O> {
  readonly kind = 'prompt';
  readonly runType = 'prompt';
  /** The required variables, in the order of their first use. */
  readonly inputVariables: readonly InputVariable<V>[];
  /** The variables that the input may leave out. */
  readonly optionalVariables: readonly string[];
  /** The variables that have a value already, with their values. */
  readonly partialVariables: Partials;

  constructor(
    variables: Iterable<string>,
    optional: Iterable<string> = [],
    partials: Partials = {},
    name?: string,
  ) {
    super(name);
    const required = new Set(variables);
    this.inputVariables = Object.freeze(
      [...required].filter((variable) => !Object.hasOwn(partials, variable)) as InputVariable<V>[],
    );
    this.optionalVariables = Object.freeze(
      [...new Set(optional)].filter(
        (variable) => !required.has(variable) && !Object.hasOwn(partials, variable),
      ),
    );
    this.partialVariables = Object.freeze({ ...partials });
  }

  /** Fills the template with values, among which no required one is missing. */
  abstract render(values: Values): O | PromiseLike<O>;

  execute(input: PromptInput<V>, ctx: Context): O | PromiseLike<O> {
    return call((given: Values) => this.fill(given), this.valuesOf(input), ctx) as O | PromiseLike<O>;
  }

  /**
   * Fills the template outside of any run.
   *
   * @throws {@link MissingVariableError} naming the variables without a value, and those that were given.
   */
  fill(given: Values): O | PromiseLike<O> {
    const missing = this.inputVariables.filter((name) => valueAt(given, name) === undefined);
    if (missing.length > 0) throw new MissingVariableError(this.getName(), missing, Object.keys(given));
    return this.withPartials(given);
  }

  override structure(): Structure<Node> {
    const properties = [...this.inputVariables, ...this.optionalVariables].map((name) => [name, {}] as const);
    const input = {
      type: 'object',
      properties: Object.fromEntries(properties),
      required: this.inputVariables,
    };
    return { ...LEAF, types: { input, output: this.outputJson }, recipe: recipeOf(this) };
  }

  /** The JSON Schema of the output. */
  protected abstract get outputJson(): Readonly<Record<string, unknown>>;

  private valuesOf(input: unknown): Values {
    if (isRecord(input)) return input;
    const [only, ...others] = this.inputVariables.length > 0 ? this.inputVariables : this.optionalVariables;
    if (only !== undefined && others.length === 0) return { [only]: input };
    if (only === undefined) return {};
    throw new InvalidInputError(
      this.getName(),
      `an object with ${this.inputVariables.map((name) => `"${name}"`).join(', ')}`,
      input,
    );
  }

  private withPartials(given: Values): O | PromiseLike<O> {
    const names = Object.keys(this.partialVariables).filter((name) => valueAt(given, name) === undefined);
    if (names.length === 0) return this.render(given);
    const values = names.map((name) => {
      const value = this.partialVariables[name];
      return typeof value === 'function' ? (value as () => unknown)() : value;
    });
    // A copy of the input has its own properties only, without those that its class computes.
    const computed = Object.fromEntries(
      [...this.inputVariables, ...this.optionalVariables]
        .filter((name) => !Object.hasOwn(given, name) && valueAt(given, name) !== undefined)
        .map((name) => [name, valueAt(given, name)]),
    );
    return whenAll(values, (all) =>
      this.render({
        ...given,
        ...computed,
        ...Object.fromEntries(names.map((name, index) => [name, all[index]])),
      }),
    );
  }
}

/** Tells an object of values from a single value, such as a list, a message or a date. */
function isRecord(input: unknown): input is Values {
  return (
    typeof input === 'object' &&
    input !== null &&
    !Array.isArray(input) &&
    !(input instanceof Date) &&
    !isMessage(input) &&
    !isLangChainMessage(input)
  );
}

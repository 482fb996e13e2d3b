import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { Fillable } from './base-prompt-template.js';
import type { Values } from './template-values.js';

/** Selects the examples that suit an input. */
export interface ExampleSelector {
  /**
   * Selects the examples for one run, in the order in which the prompt shows them.
   *
   * @param input - The values of the prompt's variables.
   */
  selectExamples(input: Values): readonly Values[] | PromiseLike<readonly Values[]>;
}

/** The source of the examples of a prompt: a list, or a selector. */
export interface ExampleSource {
  /** The values of the variables of the example prompt, for each example. */
  readonly examples?: readonly Values[] | undefined;
  /** Selects examples for each run, in place of a fixed list. */
  readonly exampleSelector?: ExampleSelector | undefined;
}

/** Returns the examples for an input. */
export type Examples = (input: Values) => readonly Values[] | PromiseLike<readonly Values[]>;

/** The serialised fields of a prompt with examples; undefined with a selector, which is code. */
export function writtenFields(fields: Values): Values | undefined {
  return fields['exampleSelector'] === undefined ? fields : undefined;
}

/** A prompt with examples: their source, and the prompt for each. */
interface WithExamples extends ExampleSource {
  readonly examplePrompt: unknown;
}

/**
 * Reads the source of the examples.
 *
 * @throws {@link InvalidOptionError} unless exactly one source is given, and a prompt for the examples.
 */
export function examplesOf(
  { examples, exampleSelector, examplePrompt }: WithExamples,
  where: string,
): Examples {
  if (typeof (examplePrompt as Partial<Fillable<unknown>> | null | undefined)?.fill !== 'function')
    throw new InvalidOptionError(where, 'examplePrompt', 'a prompt', examplePrompt);
  if (exampleSelector !== undefined && examples === undefined)
    return (input) => exampleSelector.selectExamples(input);
  if (examples !== undefined && exampleSelector === undefined) {
    const given: unknown = examples;
    if (!Array.isArray(given)) throw new InvalidOptionError(where, 'examples', 'a list of objects', given);
    return () => examples;
  }
  throw new InvalidOptionError(where, 'examples', 'given, or else exampleSelector, but not both', examples);
}

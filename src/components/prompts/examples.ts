import { InvalidOptionError } from '../../errors/declaration-errors.js';
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

/**
 * Reads the source of the examples.
 *
 * @throws {@link InvalidOptionError} unless exactly one source is given.
 */
export function examplesOf({ examples, exampleSelector }: ExampleSource, where: string): Examples {
  if (exampleSelector !== undefined && examples === undefined)
    return (input) => exampleSelector.selectExamples(input);
  if (examples !== undefined && exampleSelector === undefined) return () => examples;
  throw new InvalidOptionError(where, 'examples', 'given, or else exampleSelector, but not both', examples);
}

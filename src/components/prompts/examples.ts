import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { Values } from './template-values.js';

/** Chooses the examples that suit an input. */
export interface ExampleSelector {
  /**
   * Gives the examples for one run, in the order in which the prompt shows them.
   *
   * @param input - The values of the prompt's variables.
   */
  selectExamples(input: Values): readonly Values[] | PromiseLike<readonly Values[]>;
}

/** Where the examples of a prompt come from: a list, or a selector. */
export interface ExampleSource {
  readonly examples?: readonly Values[] | undefined;
  readonly exampleSelector?: ExampleSelector | undefined;
}

/** Gives the examples for an input. */
export type Examples = (input: Values) => readonly Values[] | PromiseLike<readonly Values[]>;

/** The fields of a prompt with examples as they are written down; undefined where a selector, which is code, is one. */
export function writtenFields(fields: Values): Values | undefined {
  return fields['exampleSelector'] === undefined ? fields : undefined;
}

/** Reads where the examples come from; exactly one source must be given. */
export function examplesOf({ examples, exampleSelector }: ExampleSource, where: string): Examples {
  if (exampleSelector !== undefined && examples === undefined)
    return (input) => exampleSelector.selectExamples(input);
  if (examples !== undefined && exampleSelector === undefined) return () => examples;
  throw new InvalidOptionError(where, 'examples', 'given, or else exampleSelector, but not both', examples);
}

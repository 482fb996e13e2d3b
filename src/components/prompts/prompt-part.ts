import type { Message } from '../messages/coerce-message.js';
import type { Values } from './template-values.js';

/** Carries the variables of a part of a prompt in its type; it does not exist at run time. */
export declare const variables: unique symbol;

/** A part of a chat prompt, which turns the values of its variables into messages. */
export interface PromptPart<out V extends object = object> {
  readonly [variables]?: V;
  /** The variables that the input must have. */
  readonly inputVariables: readonly string[];
  /** The variables that the input may have. */
  readonly optionalVariables: readonly string[];
  /** Makes the messages of the part from values, among which no required one is missing. */
  render(values: Values): readonly Message[] | PromiseLike<readonly Message[]>;
}

/** Tells whether an entry of a chat prompt makes its messages itself. */
export function isPromptPart(value: unknown): value is PromptPart {
  return (
    typeof value === 'object' &&
    value !== null &&
    Array.isArray((value as Partial<PromptPart>).inputVariables) &&
    typeof (value as Partial<PromptPart>).render === 'function'
  );
}

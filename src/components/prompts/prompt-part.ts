import type { Message } from '../messages/coerce-message.js';
import type { Values } from './template-values.js';

/** Carries the variables of a part of a prompt for the compiler; no value has it at run time. */
export declare const variables: unique symbol;

/** A part of a chat prompt: makes messages of the values of its variables. */
export interface PromptPart<out V extends object = object> {
  readonly [variables]?: V;
  readonly inputVariables: readonly string[];
  readonly optionalVariables: readonly string[];
  /** Makes the part's messages; of the variables it must have, none is missing. */
  render(values: Values): readonly Message[] | PromiseLike<readonly Message[]>;
}

/** Tells whether an entry of a chat prompt makes its messages by itself. */
export function isPromptPart(value: unknown): value is PromptPart {
  return (
    typeof value === 'object' &&
    value !== null &&
    Array.isArray((value as Partial<PromptPart>).inputVariables) &&
    typeof (value as Partial<PromptPart>).render === 'function'
  );
}

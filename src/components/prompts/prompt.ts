import { declareKind } from '../../declare/kind.js';
import type { ClassDecoratorFor } from '../../plan/class-types.js';
import type { Message } from '../messages/coerce-message.js';
import type { ChatPromptEntry, VariablesOfEntries } from './chat-entry.js';
import { ChatPromptTemplate } from './chat-prompt-template.js';
import type { PromptInput } from './prompt-variables.js';
import type { TemplateFormat } from './template.js';
import type { TemplateOptions } from './prompt-template.js';

/**
 * Declares a class as a chat prompt: it fills the variables of its entries with the values of its input.
 *
 * The compiler checks that the input that the class declares has all variables.
 *
 * @param entries - See {@link ChatPromptTemplate.fromMessages}.
 * @throws {@link InvalidOptionError} naming an entry that is invalid or has an invalid template.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Prompt, Step, type Message } from 'runwright';
 *
 * @Prompt([
 *   ['system', 'Answer from these passages only: {passages}'],
 *   ['human', '{question}'],
 * ])
 * class AskPrompt extends Step<{ passages: string[]; question: string }, Message[]> {}
 *
 * await new AskPrompt().invoke({ passages: ['The sky scatters blue light.'], question: 'Why is the sky blue?' });
 * ```
 */
export function Prompt<const T extends readonly ChatPromptEntry[], F extends TemplateFormat = 'f-string'>(
  entries: T,
  options: TemplateOptions<F> = {},
): ClassDecoratorFor<PromptInput<VariablesOfEntries<T, F>>, Message[]> {
  const { name = '@Prompt' } = options;
  const value = ChatPromptTemplate.fromMessages<T, F>(entries, { ...options, name });
  const slots = [{ label: 'template', value }];
  return declareKind({ kind: 'prompt', decorator: '@Prompt', slots, options: { name: options.name } });
}

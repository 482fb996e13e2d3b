import { HumanMessage, type Message, Runnable, Step, SystemMessage } from 'runwright';
import type { Grounded } from '../search/grounded.js';
import { formatPrompt } from './prompt-format.js';

const INSTRUCTIONS = `Answer the question from the passages alone, in a few sentences, with code where they have code.
Cite each passage you use by its id, as [1]. Where the passages do not answer the question, say so.`;

/** Writes the question and its passages as messages for a model. */
@Runnable()
export class BuildPrompt extends Step<Grounded, Message[]> {
  run(grounded: Grounded): Message[] {
    return [new SystemMessage(INSTRUCTIONS), new HumanMessage(formatPrompt(grounded))];
  }
}

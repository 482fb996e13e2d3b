import { Runnable, Step } from 'runwright';
import { UserError } from '../user-error.js';
import type { Question } from '../question.js';
import { words } from './words.js';

/** Lets a question pass that has a word to look up, before anything is read for one that has none. */
@Runnable()
export class CheckQuestion extends Step<Question, Question> {
  run(question: Question): Question {
    if (words(question.text).length > 0) return question;
    throw new UserError(`"${question.text}" has no word that could be looked up.`);
  }
}

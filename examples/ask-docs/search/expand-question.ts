import { Runnable, Step } from 'runwright';
import type { Question } from '../question.js';
import { words } from './words.js';

/** Words that mean much the same in documentation. */
const SYNONYMS = [
  'abort cancel stop interrupt signal',
  'add append insert register',
  'allow enable permit',
  'argument parameter',
  'array list',
  'begin start launch run',
  'check validate verify assert',
  'color style ansi',
  'combine merge compose join',
  'compare diff equal',
  'config configure configuration option setting',
  'convert transform parse serialize',
  'create make construct instantiate new',
  'default fallback',
  'delay wait sleep timeout',
  'delete remove drop clear',
  'disable skip ignore exclude turn',
  'error exception throw fail failure',
  'event listener emit hook',
  'fake mock stub spy',
  'fast performance speed benchmark',
  'search match lookup',
  'folder directory path',
  'format print pretty output',
  'inject injection dependency container',
  'install setup npm',
  'limit max maximum bound',
  'log logger logging',
  'option flag argument',
  'rename name alias',
  'repeat loop iterate',
  'retry attempt backoff',
  'send request fetch',
  'stream chunk pipe',
  'test spec suite',
  'typecheck type check transpile',
].map((line) => line.split(' '));

/** Another view of the question: its key words and what else documents may call the same things. */
@Runnable()
export class ExpandQuestion extends Step<Question, Question> {
  run(question: Question): Question {
    const keywords = new Set(words(question.text));
    const synonyms = SYNONYMS.filter((group) =>
      group.some((word) => words(word).some((w) => keywords.has(w))),
    ).flat();
    return { ...question, text: [...new Set([...keywords, ...synonyms])].join(' ') };
  }
}

import { Runnable, Step } from 'runwright';
import type { Question } from '../question.js';
import { type Hit, SearchIndex } from './search-index.js';

/** How many passages each view of the question may bring. */
const HITS = 150;

/** Looks the words of a question up in the index. */
@Runnable()
export class Retrieve extends Step<Question, Hit[]> {
  constructor(private readonly index: SearchIndex) {
    super();
  }

  run(question: Question): Hit[] {
    return this.index.search(question.text, HITS);
  }
}

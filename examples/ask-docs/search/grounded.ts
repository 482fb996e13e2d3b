import type { Passage } from '../corpus/passage.js';
import type { Question } from '../question.js';

/** A question with the passages that may answer it, the likeliest first. */
export interface Grounded {
  readonly question: Question;
  readonly passages: readonly Passage[];
}

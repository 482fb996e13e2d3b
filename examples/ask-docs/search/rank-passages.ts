import { Configurable, Runnable, Step } from 'runwright';
import { atLeastOne } from '../at-least-one.js';
import type { Passage } from '../corpus/passage.js';
import { UserError } from '../user-error.js';
import type { Question } from '../question.js';
import type { Grounded } from './grounded.js';
import { Relevance } from './relevance.js';
import type { Hit } from './search-index.js';

/** The passages that each view of the question brought. */
export interface Views {
  readonly question: Question;
  readonly literal: readonly Hit[];
  readonly expanded: readonly Hit[];
}

/** Makes one ranking of what the views of the question brought, and keeps the best that are about it. */
@Runnable()
export class RankPassages extends Step<Views, Grounded> {
  @Configurable({ id: 'passages', description: 'The most passages that go into the prompt' })
  passages = 5;

  run({ question, literal, expanded }: Views): Grounded {
    const limit = atLeastOne('passages', this.passages);
    const scores = sumOf(literal, expanded);
    const relevance = new Relevance(question.text, [...scores.keys()]);
    const ranked = [...scores]
      .filter(([passage]) => relevance.isAbout(passage))
      .map(([passage, score]) => ({ passage, score: score * relevance.of(passage) }))
      .sort((a, b) => b.score - a.score)
      .filter(({ passage }, at, all) => all.findIndex((other) => other.passage.text === passage.text) === at);
    if (ranked.length === 0)
      throw new UserError(`Nothing in ${question.folder} is about "${question.text}".`);
    return { question, passages: ranked.slice(0, limit).map(({ passage }) => passage) };
  }
}

/** What the views give each passage together; every view counts its best hit as 1. */
function sumOf(...views: (readonly Hit[])[]): Map<Passage, number> {
  const scores = new Map<Passage, number>();
  for (const hits of views) {
    const best = hits[0]?.score ?? 1;
    for (const { passage, score } of hits) scores.set(passage, (scores.get(passage) ?? 0) + score / best);
  }
  return scores;
}

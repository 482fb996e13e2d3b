import { Alternatives, Configurable, type Message, Runnable } from 'runwright';
import { atLeastOne } from '../at-least-one.js';
import { words } from '../search/words.js';
import { Model } from './model.js';
import { OpenAIModel } from './openai-model.js';
import { type PromptContent, type PromptPassage, readPrompt } from './prompt-format.js';
import { type Quote, quotesOf } from './quotes.js';

/** How many of the sentences are quoted with the code or the list behind them. */
const MAX_ANNOUNCED = 2;

/** A sentence is quoted if it scores at least this part of the best one. */
const LEAST_SCORE = 0.45;

/** What a word counts that only the headings above a sentence share with the question. */
const HEADING_WORD = 0.4;

/** What a sentence gains that announces code or a list: it tells how, not only what. */
const ANNOUNCING = 1.3;

/** How fast sentences lose from one passage to the next. */
const RANK_LOSS = 0.35;

interface ScoredQuote extends Quote {
  readonly passage: PromptPassage;
  /** Its place in the passage. */
  readonly at: number;
  readonly score: number;
}

/**
 * Answers with sentences of the passages in the prompt, word for word, those nearest to the question: no language
 * model, no network, no key. A call may choose another model in its place.
 */
@Alternatives({ id: 'model', default: 'extractive', alternatives: { openai: OpenAIModel } })
@Runnable()
export class ExtractiveModel extends Model {
  @Configurable({ id: 'sentences', description: 'The most sentences that extractive quotes' })
  sentences = 4;

  async *run(messages: readonly Message[]): AsyncGenerator<string, void> {
    const limit = atLeastOne('sentences', this.sentences);
    const prompt = readPrompt(messages.at(-1)?.text ?? '');
    yield 'Quoted from the documents, word for word; no language model was asked.\n';
    for (const { text, announced, passage } of choose(scoredQuotes(prompt), limit)) {
      if (text !== '') yield `\n${text} [${passage.id}]\n`;
      if (announced !== undefined) yield `\n${announced}\n`;
    }
  }
}

/** Every sentence of the passages, scored by the words it shares with the question, the rare ones counting most. */
function scoredQuotes({ passages, question }: PromptContent): ScoredQuote[] {
  const all = passages.flatMap((passage, rank) =>
    quotesOf(passage.text).map((quote, at) => ({
      quote,
      passage,
      rank,
      at,
      has: new Set(words(quote.text)),
    })),
  );
  const asked = [...new Set(words(question))].map((word) => {
    const having = all.filter(({ has }) => has.has(word)).length;
    return { word, weight: Math.log(1 + all.length / (1 + having)) };
  });
  return all.map(({ quote, passage, rank, at, has }) => {
    const above = new Set(words(passage.title));
    const shared = asked.reduce((sum, { word, weight }) => {
      return sum + weight * (has.has(word) ? 1 : above.has(word) ? HEADING_WORD : 0);
    }, 0);
    const announcing = quote.announced === undefined ? 1 : ANNOUNCING;
    return {
      ...quote,
      passage,
      at,
      score: (shared * announcing * clarity(quote.text)) / (1 + RANK_LOSS * rank),
    };
  });
}

/** A fragment, a row of a table or a question says too little to be quoted, and a very long sentence too much. */
function clarity(text: string): number {
  if (text.length < 20 || text.includes(' · ') || text.endsWith('?')) return 0.5;
  return text.length > 350 ? 0.6 : 1;
}

/** The best sentences, in the order of the passages; only the best of them with what they announce. */
function choose(all: readonly ScoredQuote[], limit: number): ScoredQuote[] {
  const ranked = [...all].sort((a, b) => b.score - a.score).slice(0, limit);
  const best = ranked.filter(({ score }) => score >= (ranked[0]?.score ?? 0) * LEAST_SCORE);
  const announcing = new Set(best.filter(({ announced }) => announced !== undefined).slice(0, MAX_ANNOUNCED));
  return best
    .map((quote) => (announcing.has(quote) ? quote : { ...quote, announced: undefined }))
    .sort((a, b) => a.passage.id - b.passage.id || a.at - b.at);
}

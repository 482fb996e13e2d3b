import type { Passage } from '../corpus/passage.js';
import { wordsAndNames, wordsOfName } from './names.js';
import { wordForms, words } from './words.js';

/** A passage is about the question if it has at least this part of what the question's words weigh together. */
const LEAST_SHARE = 0.4;

/** Judges passages by the words of the question that they have; a word weighs the more, the fewer of them have it. */
export class Relevance {
  readonly #asked: readonly (readonly string[])[];
  readonly #weights: readonly number[];
  readonly #pairs: readonly string[];
  readonly #named: ReadonlySet<string>;
  /** The words of each passage, and each pair of neighbours among them. */
  readonly #words = new Map<Passage, ReadonlySet<string>>();

  constructor(question: string, passages: readonly Passage[]) {
    this.#asked = wordForms(question);
    this.#pairs = pairsOf(this.#asked.flat());
    this.#named = new Set(wordsAndNames(question));
    for (const passage of passages) {
      const all = words(`${passage.headings.join(' ')} ${passage.text}`);
      this.#words.set(passage, new Set([...all, ...pairsOf(all)]));
    }
    this.#weights = this.#asked.map((forms) => {
      const having = passages.filter((passage) => this.#has(passage, forms)).length;
      return Math.log(1 + (passages.length + 1) / (having + 1));
    });
  }

  /** Whether a passage has enough of the question's words, or is from a package that the question names. */
  isAbout(passage: Passage): boolean {
    const [name = ''] = passage.headings;
    return this.#share(passage) >= LEAST_SHARE || wordsOfName(name).some((word) => this.#named.has(word));
  }

  /** How much of the question a passage has; more than 1 where words stand together as they do in the question. */
  of(passage: Passage): number {
    const together = this.#pairs.filter((pair) => this.#has(passage, [pair])).length;
    return this.#share(passage) * (1 + together);
  }

  #share(passage: Passage): number {
    const sum = (weights: readonly number[]): number => weights.reduce((total, weight) => total + weight, 0);
    const matched = this.#weights.filter((_, at) => this.#has(passage, this.#asked[at] ?? []));
    return sum(matched) / sum(this.#weights);
  }

  #has(passage: Passage, forms: readonly string[]): boolean {
    return forms.some((form) => this.#words.get(passage)?.has(form) === true);
  }
}

function pairsOf(all: readonly string[]): string[] {
  return all.slice(1).map((word, at) => `${all[at] as string} ${word}`);
}

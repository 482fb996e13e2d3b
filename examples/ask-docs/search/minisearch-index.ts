import { injectable } from 'inversify';
import MiniSearch from 'minisearch';
import type { Passage } from '../corpus/passage.js';
import { wordsAndNames, wordsOfName } from './names.js';
import { type Hit, SearchIndex } from './search-index.js';
import { words } from './words.js';

/** What is indexed of a passage: words, with blanks between them. */
interface Entry {
  readonly id: number;
  /** The package or document, as a question names it and word by word. */
  readonly name: string;
  readonly parts: string;
  /** The passage's own heading, and those above it. */
  readonly heading: string;
  readonly above: string;
  readonly text: string;
}

/** Keeps the index in memory with MiniSearch: BM25 over names, headings and text. */
@injectable()
export class MiniSearchIndex extends SearchIndex {
  readonly #passages: Passage[] = [];
  readonly #search = new MiniSearch<Entry>({
    fields: ['name', 'parts', 'heading', 'above', 'text'] satisfies (keyof Entry)[],
    tokenize: (text) => text.split(' '),
    processTerm: (word) => word || null,
    searchOptions: { tokenize: wordsAndNames, boost: { name: 4, heading: 1.5 } },
  });

  override add(passages: readonly Passage[]): void {
    this.#search.addAll(passages.map((passage, at) => entryOf(passage, this.#passages.length + at)));
    this.#passages.push(...passages);
  }

  override search(query: string, limit: number): Hit[] {
    return this.#search
      .search(query)
      .slice(0, limit)
      .map(({ id, score }) => ({ passage: this.#passages[id as number] as Passage, score }));
  }
}

function entryOf({ headings, text }: Passage, id: number): Entry {
  const [name = '', ...inside] = headings;
  const parts = words(name);
  // A package's documents name it everywhere: that tells the package from others, but not its passages from each other.
  const others = (of: string): string =>
    words(of)
      .filter((word) => !parts.includes(word))
      .join(' ');
  return {
    id,
    name: wordsOfName(name).join(' '),
    parts: parts.join(' '),
    heading: others(inside.at(-1) ?? ''),
    above: others(inside.slice(0, -1).join(' ')),
    text: others(text),
  };
}

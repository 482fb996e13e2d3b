import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { InvalidInputError } from '../../errors/run-errors.js';
import type { Document } from './document.js';
import { Retriever } from './retriever.js';

/** A search result, with the fields that the index stores. */
export interface FullTextHit {
  readonly id: unknown;
  readonly score: number;
  readonly [field: string]: unknown;
}

/** A full-text index, such as a `MiniSearch` of the package `minisearch`. */
export interface FullTextIndex {
  /** Finds documents that contain words of the query, the best match first. */
  search(query: string, options?: object): readonly FullTextHit[];
}

/** Fields of a {@link FullTextRetriever}. */
export interface FullTextFields {
  readonly name?: string | undefined;
  /** The index to search. */
  readonly index: FullTextIndex;
  /**
   * How many documents it finds at most.
   *
   * @defaultValue 4
   */
  readonly k?: number | undefined;
  /**
   * The stored field that contains the text.
   *
   * @defaultValue 'text'
   */
  readonly textField?: string | undefined;
  /** Options of the search, passed on to the index. */
  readonly searchOptions?: object | undefined;
  /** Further fields to leave out of the metadata. */
  readonly omit?: readonly string[] | undefined;
}

/** Fields in which MiniSearch explains a hit. */
const WORKINGS: readonly string[] = ['terms', 'queryTerms', 'match'];

/**
 * Finds documents by the words of a query, in an index that the application maintains.
 *
 * @example
 * ```ts
 * import MiniSearch from 'minisearch';
 * import { FullTextRetriever } from 'runwright';
 *
 * const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['title', 'text'] });
 * index.add({ id: 1, title: 'Sky', text: 'Air scatters blue light most.' });
 * const retriever = new FullTextRetriever({ index, k: 3 });
 * await retriever.invoke('Why is light blue?');
 * // => [{ id: '1', pageContent: 'Air scatters blue light most.', metadata: { title: 'Sky', score: … } }]
 * ```
 */
export class FullTextRetriever extends Retriever {
  readonly #index: FullTextIndex;
  readonly #k: number;
  readonly #textField: string;
  readonly #searchOptions: object | undefined;
  readonly #omit: ReadonlySet<string>;

  /**
   * @throws {@link InvalidOptionError} for an index that cannot be searched, and for a `k` that is not an integer from
   * 1.
   */
  constructor({ name, index, k = 4, textField = 'text', searchOptions, omit = [] }: FullTextFields) {
    super(name);
    if (typeof (index as Partial<FullTextIndex> | undefined)?.search !== 'function')
      throw new InvalidOptionError(this.getName(), 'index', 'an object with a method `search`', index);
    if (!Number.isInteger(k) || k < 1)
      throw new InvalidOptionError(this.getName(), 'k', 'an integer from 1', k);
    this.#index = index;
    this.#k = k;
    this.#textField = textField;
    this.#searchOptions = searchOptions;
    this.#omit = new Set([...WORKINGS, 'id', textField, ...omit]);
  }

  /** @throws {@link InvalidInputError} for a hit without text in the text field. */
  override retrieve(query: string): Document[] {
    return this.#index
      .search(query, this.#searchOptions)
      .slice(0, this.#k)
      .map((hit) => this.#documentOf(hit));
  }

  protected override defaultName(): string {
    return 'FullTextRetriever';
  }

  #documentOf(hit: FullTextHit): Document {
    const pageContent = hit[this.#textField];
    if (typeof pageContent !== 'string') {
      const expected = `hits with their text in the stored field "${this.#textField}"`;
      throw new InvalidInputError(this.getName(), expected, hit);
    }
    return {
      id: String(hit.id),
      pageContent,
      metadata: Object.fromEntries(Object.entries(hit).filter(([field]) => !this.#omit.has(field))),
    };
  }
}

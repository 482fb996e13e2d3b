import type { Passage } from '../corpus/passage.js';

/** A passage that was found, and how well it fits: higher is better, comparable within one search. */
export interface Hit {
  readonly passage: Passage;
  readonly score: number;
}

/** A full-text index of passages; what is behind it is bound in `module.ts`. */
export abstract class SearchIndex {
  abstract add(passages: readonly Passage[]): void;
  /** Finds the passages that fit a query best, best first. */
  abstract search(query: string, limit: number): Hit[];
}

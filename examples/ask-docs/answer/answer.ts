import type { Passage } from '../corpus/passage.js';

/** An answer with the passages that it cites by number, from 1; streamed, the passages come whole and the text in parts. */
export interface Answer {
  readonly sources: readonly Passage[];
  readonly text: string;
}

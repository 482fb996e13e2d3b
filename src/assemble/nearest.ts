import type * as Levenshtein from 'fastest-levenshtein';
import { lazily } from '../errors/lazily.js';

const loadLevenshtein = lazily<typeof Levenshtein>('fastest-levenshtein', 'Finding a name like another');

/** The most similar name: one that contains the other, or differs in few letters; undefined if there is none. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const ranked = [...new Set(candidates)]
    .filter((candidate) => candidate !== '' && candidate !== name)
    .map((candidate) => ({ candidate, cost: costOf(wanted, candidate.toLowerCase()) }))
    .filter(({ cost }) => cost <= Math.max(2, wanted.length / 3))
    .sort((a, b) => a.cost - b.cost);
  return ranked[0]?.candidate;
}

function costOf(wanted: string, candidate: string): number {
  const shorter = Math.min(wanted.length, candidate.length);
  const contains = shorter >= 3 && (candidate.includes(wanted) || wanted.includes(candidate));
  return contains ? 1 : loadLevenshtein().distance(wanted, candidate);
}

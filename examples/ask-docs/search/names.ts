import { words } from './words.js';

const NEIGHBOURS = /(?=(?<![\p{L}\p{N}])([\p{L}\p{N}]+) ([\p{L}\p{N}]+))/gu;

/** What a package goes by in a question: all its name as one word, or its scope. */
export function wordsOfName(name: string): string[] {
  const scope = /^@([^/]+)\//.exec(name)?.[1] ?? '';
  return words(`${asOne(name)} ${scope}`);
}

/** The words of a question, and what neighbouring ones are as one: who asks for an LRU cache may mean `lru-cache`. */
export function wordsAndNames(question: string): string[] {
  const pairs = [...question.matchAll(NEIGHBOURS)].map(([, left = '', right = '']) => asOne(left + right));
  return [...words(question), ...pairs.flatMap(words)];
}

function asOne(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}

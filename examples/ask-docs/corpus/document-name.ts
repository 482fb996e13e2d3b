import { basename, resolve } from 'node:path';

/** What a document goes by: the package it is installed with, or its own name; a readme bears that of its folder. */
export function documentName(folder: string, path: string): string {
  const root = basename(resolve(folder));
  const parts = [root, ...path.split('/')];
  const [first = '', second = ''] = parts.slice(parts.lastIndexOf('node_modules') + 1);
  if (parts.includes('node_modules')) return first.startsWith('@') ? `${first}/${second}` : first;
  const [file = '', parent = ''] = [...parts].reverse();
  const own = file.replace(/\.[^.]+$/, '');
  return /^(readme|index)$/i.test(own) && parent !== '' ? parent : own;
}

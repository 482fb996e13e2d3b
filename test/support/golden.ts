import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';

/**
 * Compares a text with the one kept under `test/messages`; `UPDATE_GOLDEN=1` keeps it anew, to be read in the diff.
 *
 * Line numbers of this repository's own tests change with every edit, so they are left out.
 */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`../messages/${name}.txt`, import.meta.url);
  const stable = `${text.replaceAll(/(test\/[\w./-]+\.ts):\d+/g, '$1')}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, stable);
  expect(stable).to.equal(readFileSync(file, 'utf8'));
}

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import MarkdownIt from 'markdown-it';
import { ErrorCode } from 'runwright';

/** The cells of every row of the tables in the index of errors. */
function rowsOfIndex(): string[][] {
  const text = readFileSync(new URL('../../src/errors/README.md', import.meta.url), 'utf8');
  const rows: string[][] = [];
  for (const { type, content } of new MarkdownIt().parse(text, {})) {
    if (type === 'tr_open') rows.push([]);
    if (type === 'inline') rows.at(-1)?.push(content);
  }
  return rows.filter(([first]) => first?.startsWith('`') === true);
}

describe('codes of errors', () => {
  it('are all in the index, in their order, with cause and cure', () => {
    const rows = rowsOfIndex();
    expect(rows.map(([code]) => code)).to.deep.equal(Object.values(ErrorCode).map((code) => `\`${code}\``));
    for (const [code, cause, cure] of rows)
      expect([cause, cure], code).to.satisfy((cells: string[]) => cells.every(Boolean));
  });

  it('stand each for one fault', () => {
    expect(new Set(Object.values(ErrorCode)).size).to.equal(Object.keys(ErrorCode).length);
  });
});

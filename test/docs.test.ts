import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { diagnosticsOf } from './support/diagnostics.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

interface Block {
  readonly place: string;
  readonly code: string;
}

/** The TypeScript blocks of a Markdown text, with the line each begins at. */
function blocksOf(file: string, text: string): Block[] {
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1] ?? '',
  }));
}

/** The blocks in doc comments of a source file. */
function examplesOf(file: string): Block[] {
  const text = readFileSync(join(root, file), 'utf8');
  return blocksOf(file, text.replaceAll(/^[ \t]*\* ?/gm, ''));
}

function faultsOf(blocks: readonly Block[]): string[] {
  return diagnosticsOf(blocks.map(({ code }) => `${code}\nexport {};\n`)).flatMap((found, index) =>
    found.map(({ line, text }) => `${blocks[index]?.place} (line ${line} of the block): ${text}`),
  );
}

describe('documentation', function () {
  this.timeout(60_000);

  it('has examples that compile, in the README and in the source', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => examplesOf(join('src', file)));
    const blocks = [...blocksOf('README.md', readFileSync(join(root, 'README.md'), 'utf8')), ...sources];
    expect(blocks.length).to.be.greaterThan(10);
    expect(faultsOf(blocks)).to.deep.equal([]);
  });
});

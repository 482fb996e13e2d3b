import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { diagnosticsOf } from './support/diagnostics.js';
import { blocksOf, examplesOf, ROOT } from './support/documented.js';
import { migrationBlocks } from './support/migration.js';
import { isShown, runExample } from './support/run-example.js';

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => examplesOf(join('src', file)));
const paths = ['src', 'test', 'examples'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `/${folder}/${path}`),
);
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'examples/README.md',
  'src/errors/README.md',
].flatMap(blocksOf);

describe('documentation', () => {
  it('has examples that compile, in the documents and in the source', function () {
    this.timeout(120_000);
    const table = migrationBlocks();
    expect(table[1]?.code.split('\n').length).to.be.greaterThan(50);
    const blocks = [...documents, ...table, ...sources];
    const faults = diagnosticsOf(blocks.map(({ code }) => `${code}\nexport {};\n`)).flatMap((found, index) =>
      found.map(
        ({ line, text }) => `${String(blocks[index]?.place)} (line ${String(line)} of the block): ${text}`,
      ),
    );
    expect(faults).to.deep.equal([]);
  });

  for (const document of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    it(`names files that exist: ${document}`, () => {
      const text = readFileSync(join(ROOT, document), 'utf8');
      const named = Array.from(text.matchAll(/`([\w./-]+(?:\.ts|\/))`/g), ([, path = '']) => path);
      expect(named).to.not.be.empty;
      const missing = named.filter(
        (path) => !paths.some((known) => `${known}/`.endsWith(`/${path.replace(/\/$/, '')}/`)),
      );
      expect(missing).to.deep.equal([]);
    });
  }

  for (const block of documents) {
    it(`runs ${block.place} to what it shows`, () => runExample(block)).timeout(30_000);
  }

  for (const block of sources.filter(isShown)) {
    it(`runs ${block.place} to what it shows`, () => runExample(block));
  }
});

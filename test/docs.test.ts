import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import ts from 'typescript';

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
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const sources = new Map(
    blocks.map(({ code }, index) => [join(root, 'test', `example-${index}.ts`), `${code}\nexport {};\n`]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const source = sources.get(name);
    return source === undefined
      ? getSourceFile(name, version, ...rest)
      : ts.createSourceFile(name, source, version, true);
  };
  const program = ts.createProgram([...sources.keys()], { ...options, noEmit: true }, host);
  const places = [...sources.keys()];
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file !== undefined && sources.has(file.fileName))
    .map(({ file, start = 0, messageText }) => {
      const { place } = blocks[places.indexOf(file?.fileName ?? '')] as Block;
      const { line } = ts.getLineAndCharacterOfPosition(file as ts.SourceFile, start);
      return `${place} (line ${line + 1} of the block): ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
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

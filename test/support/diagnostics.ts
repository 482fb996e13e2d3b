import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What the compiler has to say about a source. */
export interface Diagnostic {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** What the compiler says about each of some sources, with the options and the imports of the project. */
export function diagnosticsOf(sources: readonly string[]): Diagnostic[][] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const names = sources.map((_, index) => join(root, 'test', `source-${index}.ts`));
  const texts = new Map(names.map((name, index) => [name, sources[index] as string]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile(name, version, ...rest)
      : ts.createSourceFile(name, text, version, true);
  };
  const program = ts.createProgram(names, { ...options, noEmit: true }, host);
  const all = ts.getPreEmitDiagnostics(program);
  return names.map((name) =>
    all
      .filter(({ file }) => file?.fileName === name)
      .map(({ file, start = 0, messageText }) => ({
        line: ts.getLineAndCharacterOfPosition(file as ts.SourceFile, start).line + 1,
        text: ts.flattenDiagnosticMessageText(messageText, '\n'),
      })),
  );
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { expect } from 'chai';
import ts from 'typescript';
import { ROOT, type Block } from './documented.js';

/** What the code of a block is rewritten to call, as the parameter of its module. */
interface Stage {
  /** `expression; // => value` */
  gives(value: unknown, expected: unknown): void;
  /** `statement; // prints value, value` */
  prints(expected: unknown[]): void;
  /** `expression; // throws Name: the beginning of its message` */
  throws(run: () => unknown, expected: string): Promise<void>;
  readonly console: { log(...values: unknown[]): void };
}

const SHOWN = /^\/\/ (=>|prints|throws) (.+)$/;

/** Tells whether a block says what comes of it. */
export function isShown({ code, output }: Block): boolean {
  return output !== undefined || code.split('\n').some((line) => /\/\/ (=>|prints|throws) /.test(line));
}

/** Runs a block and compares what comes of it with what it says; the process is shared, so what it makes it closes. */
export async function runExample({ code, output }: Block): Promise<void> {
  let logged: unknown[][] = [];
  const stage: Stage = {
    gives: (value, expected) => expect(value).to.deep.equal(expected),
    prints(expected) {
      expect(logged.flat()).to.deep.equal(expected);
      logged = [];
    },
    async throws(run, expected) {
      let thrown: unknown;
      try {
        await run();
      } catch (error) {
        thrown = error;
      }
      const { name, message } = (thrown ?? { name: 'nothing', message: '' }) as Error;
      expect(`${name}: ${message}`.slice(0, expected.length)).to.equal(expected);
    },
    console: { log: (...values) => logged.push(values) },
  };
  await runModule(moduleOf(code), stage);
  const printed = logged.map((values) => `${format(...values)}\n`).join('');
  expect(printed).to.equal(output ?? '');
}

/** Within the package, so that its name means this package. */
async function runModule(code: string, stage: Stage): Promise<void> {
  const folder = await mkdtemp(join(ROOT, 'test', '.example-'));
  const key = `example:${folder}`;
  try {
    (globalThis as Record<string, unknown>)[key] = stage;
    const file = join(folder, 'example.js');
    await writeFile(file, `const { console, ...$ } = globalThis[${JSON.stringify(key)}];\n${code}`);
    await import(pathToFileURL(file).href);
  } finally {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a name of its own for each example
    delete (globalThis as Record<string, unknown>)[key];
    await rm(folder, { recursive: true });
  }
}

/** The JavaScript of a block, which calls the stage wherever a comment says what comes of a statement. */
function moduleOf(code: string): string {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const { outputText } = ts.transpileModule(staged(code), {
    compilerOptions: { ...options, module: ts.ModuleKind.ESNext, sourceMap: false, noEmit: false },
  });
  return outputText;
}

function staged(code: string): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  const edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  const visit = (node: ts.Node): void => {
    // What stands behind an `if` is said of the statement in it.
    if (ts.isStatement(node) && !ts.isIfStatement(node)) {
      const text = stagedStatement(node, code);
      if (text !== undefined) {
        edits.push({ from: node.getStart(), to: node.end, text });
        return; // the last statement within ends at the same comment
      }
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return edits
    .sort((a, b) => b.from - a.from)
    .reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), code);
}

function stagedStatement(node: ts.Statement, code: string): string | undefined {
  const comment = (ts.getTrailingCommentRanges(code, node.end) ?? []).at(0);
  const [, verb, rest = ''] =
    comment === undefined ? [] : (SHOWN.exec(code.slice(comment.pos, comment.end)) ?? []);
  if (comment === undefined || verb === undefined) return undefined;
  const shown = [rest, ...continuation(code, comment.end)].join('\n');
  if (verb === 'prints') return `{ ${node.getText()} $.prints([${shown}]); }`;
  if (ts.isVariableStatement(node)) {
    const name = node.declarationList.declarations.at(-1)?.name.getText() ?? '';
    return `${node.getText()} $.gives(${name}, (${shown}));`;
  }
  if (!ts.isExpressionStatement(node)) return undefined;
  const expression = node.expression.getText();
  return verb === 'throws'
    ? `await $.throws(async () => (${expression}), ${JSON.stringify(shown)});`
    : `$.gives((${expression}), (${shown}));`;
}

/** The lines of comment below a shown value that are indented to go on with it. */
function continuation(code: string, from: number): string[] {
  const lines: string[] = [];
  for (const line of code.slice(from).split('\n').slice(1)) {
    const more = /^\s*\/\/ {2,}(.*)$/.exec(line)?.[1];
    if (more === undefined) break;
    lines.push(more);
  }
  return lines;
}

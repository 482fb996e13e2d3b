import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'node:util';
import { expect } from 'chai';

const folder = new URL('../../examples/', import.meta.url);
const programs = readdirSync(folder).filter((file) => file.endsWith('.ts'));

/** What a program printed, and what it wrote to its standard error as to a terminal. */
interface Written {
  readonly out: string;
  readonly err: string;
}

/** Runs a program by importing it; nothing else of this process may print meanwhile. */
async function run(program: URL): Promise<Written> {
  const { log } = console;
  const { write, isTTY } = process.stderr;
  const written = { out: '', err: '' };
  console.log = (...values: unknown[]) => (written.out += `${format(...values)}\n`);
  process.stderr.write = (text: unknown) => ((written.err += String(text)), true);
  process.stderr.isTTY = true;
  try {
    await import(program.href);
  } finally {
    console.log = log;
    process.stderr.write = write;
    process.stderr.isTTY = isTTY;
  }
  return written;
}

/** Compares an output with the comment at the end of the program; `UPDATE_GOLDEN=1` writes it anew. */
function expectPrints(program: URL, output: string): void {
  const source = readFileSync(program, 'utf8');
  const [code = '', shown] = source.split('\n/* Prints:\n');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(program, `${code}\n/* Prints:\n${output}*/\n`);
  else expect(output).to.equal(shown?.replace(/\*\/\n$/, ''));
}

describe('examples', () => {
  const written = new Map<string, Written>();

  for (const name of programs) {
    it(`${name} prints what it says`, async () => {
      const program = new URL(name, folder);
      const output = await run(program);
      written.set(name, output);
      expectPrints(program, output.out);
    });
  }

  it('batch-with-progress.ts draws a bar that ends full', () => {
    const bars = written.get('batch-with-progress.ts')?.err.match(/Converting [^\r\n]*? failed/g);
    expect(bars?.length).to.be.greaterThan(1);
    expect(bars?.at(-1)).to.match(/^Converting █+ 100 % of \d+ bytes, 4 failed$/);
  });

  it('stand in the list, with what each shows', () => {
    const list = readFileSync(new URL('README.md', folder), 'utf8');
    for (const name of programs) expect(list).to.contain(`](${name})`);
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Benchmark } from '../harness/benchmark.js';
import { median, quantile, threeDigits } from '../harness/statistics.js';

const run = promisify(execFile);
const PROCESSES = 15;

/** What an application loads: the container that it would use anyway, with and without this library, and the peers. */
const programs = {
  'inversify + reflect-metadata': ['reflect-metadata', 'inversify'],
  'the same + runwright': ['reflect-metadata', 'inversify', 'runwright'],
  '@langchain/core/runnables': ['@langchain/core/runnables'],
  effect: ['effect'],
  rxjs: ['rxjs'],
};

/** Milliseconds that a fresh process takes to import some packages. */
async function importTime(packages: readonly string[]): Promise<number> {
  const imports = packages.map((name) => `await import(${JSON.stringify(name)});`).join(' ');
  const program = `const started = performance.now(); ${imports} process.stdout.write(String(performance.now() - started));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
  return Number(stdout);
}

export const importing: Benchmark = {
  name: 'import',
  title: 'import in a fresh process',
  async run() {
    const times = new Map(Object.keys(programs).map((name) => [name, [] as number[]]));
    for (let round = 0; round < PROCESSES; round += 1) {
      for (const [name, packages] of Object.entries(programs))
        times.get(name)?.push(await importTime(packages));
    }
    const rows = [...times].map(([program, taken]) => ({
      program,
      ms: threeDigits(median(taken)),
      quartiles: `${threeDigits(quantile(taken, 0.25))} – ${threeDigits(quantile(taken, 0.75))}`,
    }));
    const [without, withIt] = [...times.values()].map(median) as [number, number];
    const more = withIt - without;
    return {
      rows,
      notes: [
        `${more <= 15 ? 'met' : 'MISSED'}: ${threeDigits(more)} ms over inversify + reflect-metadata, at most 15`,
      ],
    };
  },
};

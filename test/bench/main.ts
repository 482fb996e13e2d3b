import { cpus } from 'node:os';
import { Command } from 'commander';
import { benchmarks } from './benchmarks.js';
import { tableOf } from './harness/table.js';

interface Options {
  readonly json: boolean;
  readonly only: readonly string[];
  readonly rounds: number;
}

// The library is measured as it is published, from `dist`; ts-node only takes the types off the benchmarks themselves.
process.setSourceMapsEnabled(false);

const { json, only, rounds } = new Command('npm run bench --')
  .description(
    'Measures Runwright against the same thing by hand and in other libraries. See test/bench/README.md.',
  )
  .option('--json', 'print one JSON object in place of tables', false)
  .option('--only <names...>', `run these alone: ${benchmarks.map(({ name }) => name).join(', ')}`, [])
  .option('--rounds <count>', 'interleaved rounds of a comparison', Number, 75)
  .parse()
  .opts<Options>();

const unknown = only.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  process.stderr.write(`No benchmark is called ${unknown.join(', ')}; see --help.\n`);
  process.exit(2);
}

const machine = `Node ${process.version}, ${String(cpus().length)} cores`;
const reports: Record<string, unknown> = {};
if (!json) process.stdout.write(`${machine}\n`);
for (const benchmark of benchmarks) {
  if (only.length > 0 && !only.includes(benchmark.name)) continue;
  const report = await benchmark.run({ rounds });
  reports[benchmark.name] = { title: benchmark.title, ...report };
  if (json) continue;
  const notes = report.notes.map((note) => `\n${note}`).join('');
  process.stdout.write(`\n${benchmark.name}: ${benchmark.title}\n\n${tableOf(report.rows)}\n${notes}\n`);
}
if (json) process.stdout.write(`${JSON.stringify({ machine, reports }, undefined, 2)}\n`);

// Many inputs from a large file, with a progress bar: a few at a time, in little memory, whatever fails.
import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SingleBar } from 'cli-progress';
import { Chain, Runnable, Step, createApp } from 'runwright';

interface Reading {
  readonly station: string;
  readonly celsius: number;
}

@Runnable()
class Parse extends Step<string, Reading> {
  run(line: string): Reading {
    const [station = '', celsius = ''] = line.split(';');
    if (celsius === '') throw new Error(`not a reading: ${JSON.stringify(line)}`);
    return { station, celsius: Number(celsius) };
  }
}

@Chain([Parse, ({ station, celsius }: Reading) => ({ station, fahrenheit: celsius * 1.8 + 32 })])
class Convert extends Step<string, { station: string; fahrenheit: number }> {}

const LINES = 20_000;
const folder = await mkdtemp(join(tmpdir(), 'readings-'));
const file = join(folder, 'readings.csv');
const lines = Array.from({ length: LINES }, (_, index) =>
  index % 5_000 === 4_321 ? 'garbled' : `station-${index % 10};${(index % 40) - 10}`,
);
await writeFile(file, lines.join('\n'));

const app = await createApp({ runnables: [Convert] });
// On the standard error, so that the output can go to a file; where that is no terminal, there is no bar.
const bar = new SingleBar({
  stream: process.stderr,
  format: 'Converting {bar} {percentage} % of {bytes} bytes, {failed} failed',
  barCompleteChar: '█',
  barIncompleteChar: '░',
  barsize: 30,
  hideCursor: true,
});

const warmest = new Map<string, number>();
const failures: string[] = [];
let done = 0;
try {
  // Lines are read as they are worked on: with a limit, a file of any length needs the same memory.
  const input = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  const { size } = await stat(file);
  bar.start(LINES, 0, { bytes: size, failed: 0 });
  // Results come as soon as they are there, each with the number of its line; a failed line is an Error, and no end.
  const results = app
    .get(Convert)
    .batchAsCompleted(input, { maxConcurrency: 16 }, { returnExceptions: true });
  for await (const [index, result] of results) {
    done += 1;
    if (result instanceof Error) failures.push(`line ${index + 1}: ${result.message}`);
    else warmest.set(result.station, Math.max(result.fahrenheit, warmest.get(result.station) ?? -Infinity));
    bar.update(done, { failed: failures.length });
  }
} finally {
  bar.stop();
  await app.close();
  await rm(folder, { recursive: true });
}

console.log(`${done} lines, ${failures.length} of them failed:`);
for (const failure of failures) console.log(`  ${failure}`);
console.log('The warmest readings:');
for (const [station, fahrenheit] of [...warmest].sort())
  console.log(`  ${station} ${fahrenheit.toFixed(1)} °F`);

/* Prints:
20000 lines, 4 of them failed:
  line 4322: not a reading: "garbled"
  line 9322: not a reading: "garbled"
  line 14322: not a reading: "garbled"
  line 19322: not a reading: "garbled"
The warmest readings:
  station-0 68.0 °F
  station-1 69.8 °F
  station-2 71.6 °F
  station-3 73.4 °F
  station-4 75.2 °F
  station-5 77.0 °F
  station-6 78.8 °F
  station-7 80.6 °F
  station-8 82.4 °F
  station-9 84.2 °F
*/

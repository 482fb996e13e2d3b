import type { Benchmark, Report, RunOptions } from './benchmark.js';
import { timeRounds, type Operation } from './rounds.js';
import { median, threeDigits } from './statistics.js';

/** Something that is put around an operation, and what it may cost. */
export interface Addition {
  readonly operation: Operation;
  /** How many runs of the operation it sees, over which its cost is spread. */
  readonly runs?: number;
  /** Microseconds that it may add to a run. */
  readonly bar?: number;
}

/** An operation, and the same with something added. */
export interface Overhead {
  readonly name: string;
  readonly title: string;
  readonly operations: () => { readonly bare: Operation; readonly [addition: string]: Operation | Addition };
}

/** Makes a benchmark of what something adds to the time of an operation. */
export function overhead({ name, title, operations }: Overhead): Benchmark {
  return {
    name,
    title,
    async run({ rounds }: RunOptions): Promise<Report> {
      const additions = new Map(Object.entries(operations()).map(([key, it]) => [key, additionOf(it)]));
      const times = await timeRounds(
        new Map([...additions].map(([key, { operation }]) => [key, operation])),
        rounds,
      );
      const medianOf = (key: string): number =>
        median((times.get(key) ?? []).filter((time) => time !== undefined)) / 1000;
      const rows = [];
      const notes = [];
      for (const [key, { runs = 1, bar }] of additions) {
        const added = (medianOf(key) - medianOf('bare')) / runs;
        rows.push({
          what: key,
          µs: threeDigits(medianOf(key)),
          'added µs a run': key === 'bare' ? '' : threeDigits(added),
        });
        if (bar !== undefined) {
          notes.push(
            `${added <= bar ? 'met' : 'MISSED'}: ${key} adds ${threeDigits(added)} µs, at most ${String(bar)}`,
          );
        }
      }
      return { rows, notes };
    },
  };
}

function additionOf(it: Operation | Addition): Addition {
  return typeof it === 'function' ? { operation: it } : it;
}

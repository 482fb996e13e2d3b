import { RunnableParallel } from 'runwright';
import type { Benchmark, Row } from '../harness/benchmark.js';
import { timeRounds, type Operation } from '../harness/rounds.js';
import { median, threeDigits } from '../harness/statistics.js';
import { allByHand } from './all-by-hand.js';
import { chainsOf } from './chain.js';
import { asyncSteps } from './steps.js';

const ROUNDS = 5;

interface Scaling {
  readonly name: string;
  readonly title: string;
  readonly parts: string;
  readonly sizes: readonly number[];
  readonly ofSize: (size: number) => { readonly hand?: Operation; readonly runwright: Operation };
}

/** Times the same work in growing sizes: the nanoseconds of one part of it must not grow with the number of parts. */
function scaling({ name, title, parts, sizes, ofSize }: Scaling): Benchmark {
  return {
    name,
    title,
    async run() {
      const rows: Row[] = [];
      for (const size of sizes) {
        const times = await timeRounds(new Map(Object.entries(ofSize(size))), ROUNDS);
        const row: Record<string, string | number> = { [parts]: size };
        for (const [contender, taken] of times) {
          row[`${contender}, ns each`] = threeDigits(
            median(taken.filter((time) => time !== undefined)) / size,
          );
        }
        rows.push(row);
      }
      return { rows, notes: ['bar: the time each takes is constant'] };
    },
  };
}

const stepsOf = (count: number) => Array.from({ length: count }, (_, index) => asyncSteps[index % 10]!);

export const scalingSteps = scaling({
  name: 'scaling-steps',
  title: 'a chain of more and more steps, invoke',
  parts: 'steps',
  sizes: [2, 10, 100, 1_000, 10_000],
  ofSize(size) {
    const { hand, runwright } = chainsOf(stepsOf(size));
    return { hand: () => hand(1), runwright: () => runwright.invoke(1) };
  },
});

export const scalingBranches = scaling({
  name: 'scaling-branches',
  title: 'a parallel of more and more branches, invoke',
  parts: 'branches',
  sizes: [1, 10, 100, 1_000],
  ofSize(size) {
    const branches = Object.fromEntries(stepsOf(size).map((step, index) => [`branch${String(index)}`, step]));
    const parallel = RunnableParallel.from(branches);
    return { hand: () => allByHand(branches, 1), runwright: () => parallel.invoke(1) };
  },
});

export const scalingItems = scaling({
  name: 'scaling-items',
  title: 'more and more inputs through three steps, batchAsCompleted with maxConcurrency 8',
  parts: 'items',
  sizes: [1, 10, 1_000, 100_000, 1_000_000],
  ofSize(size) {
    const chain = chainsOf(stepsOf(3)).runwright;
    function* inputs(): Generator<number> {
      for (let input = 0; input < size; input += 1) yield input;
    }
    return {
      async runwright() {
        let sum = 0;
        for await (const [index] of chain.batchAsCompleted(inputs(), { maxConcurrency: 8 })) sum += index;
        if (sum !== (size * (size - 1)) / 2) throw new Error('An input did not come back.');
      },
    };
  },
});

import { deepStrictEqual } from 'node:assert';
import type { Benchmark, Report, Row, RunOptions } from './benchmark.js';
import { timeRounds, type Operation } from './rounds.js';
import { median, quantile, threeDigits } from './statistics.js';

/** Who does the same thing: the hand-written TypeScript, this library, its peers. */
export interface Contenders {
  readonly hand: Operation;
  readonly runwright: Operation;
  readonly [other: string]: Operation;
}

/** What is to be reached. */
export interface Bars {
  /** At most so many times as long as by hand. */
  readonly hand?: number;
  /** At least so many times as fast as these. */
  readonly [other: string]: number | undefined;
}

/** What is compared. */
export interface Comparison {
  readonly name: string;
  readonly title: string;
  /** Makes the contenders when it is their turn, so that none burdens the heap of another case. */
  readonly contenders: () => Contenders | Promise<Contenders>;
  readonly bars?: Bars;
}

/** Makes a benchmark of several ways to do the same, which must all give the same result. */
export function compare({ name, title, contenders, bars = {} }: Comparison): Benchmark {
  return {
    name,
    title,
    async run({ rounds }: RunOptions): Promise<Report> {
      const entrants = new Map(Object.entries(await contenders()));
      await checkResults(entrants);
      const times = await timeRounds(entrants, rounds);
      const rows = [...entrants.keys()].map((contender) => rowOf(contender, times));
      return { rows, notes: notesOn(bars, times) };
    },
  };
}

type Times = ReadonlyMap<string, readonly (number | undefined)[]>;

async function checkResults(entrants: ReadonlyMap<string, Operation>): Promise<void> {
  const expected = await entrants.get('hand')?.();
  for (const [contender, operation] of entrants) {
    deepStrictEqual(await operation(), expected, `${contender} gives another result than the code by hand`);
  }
}

function rowOf(contender: string, times: Times): Row {
  const taken = (times.get(contender) ?? []).filter((time) => time !== undefined);
  const ratios = ratiosOf(contender, 'hand', times);
  return {
    contender,
    µs: threeDigits(median(taken) / 1000),
    '× hand': threeDigits(median(ratios)),
    quartiles: `${threeDigits(quantile(ratios, 0.25))} – ${threeDigits(quantile(ratios, 0.75))}`,
  };
}

/** The ratio of two contenders in each round that both took part in. */
function ratiosOf(contender: string, to: string, times: Times): number[] {
  const others = times.get(to) ?? [];
  return (times.get(contender) ?? []).flatMap((time, round) => {
    const other = others[round];
    return time === undefined || other === undefined ? [] : [time / other];
  });
}

function notesOn(bars: Bars, times: Times): string[] {
  return Object.entries(bars).map(([other, bar = NaN]) => {
    if (other === 'hand') {
      const ratio = median(ratiosOf('runwright', 'hand', times));
      return `${ratio <= bar ? 'met' : 'MISSED'}: ${threeDigits(ratio)} × hand, at most ${String(bar)}`;
    }
    const ratio = median(ratiosOf(other, 'runwright', times));
    return `${ratio >= bar ? 'met' : 'MISSED'}: ${threeDigits(ratio)} × as fast as ${other}, at least ${String(bar)}`;
  });
}

import 'reflect-metadata';
import { Chain, Configurable, Runnable, Step, createApp } from 'runwright';
import type { Benchmark } from '../harness/benchmark.js';
import { compare } from '../harness/compare.js';
import { median, threeDigits } from '../harness/statistics.js';
import { asyncSteps } from './steps.js';

@Runnable()
class Scale extends Step<number, number> {
  @Configurable({ id: 'factor' }) factor = 2;
  async run(value: number): Promise<number> {
    return value * this.factor;
  }
}

const [one, two, three, four, five, six, seven, eight, nine] = asyncSteps as [
  Add,
  Add,
  Add,
  Add,
  Add,
  Add,
  Add,
  Add,
  Add,
];
type Add = (value: number) => Promise<number>;

@Chain([one, two, three, four, Scale, five, six, seven, eight, nine])
class Calculate extends Step<number, number> {}

const withFactor = { configurable: { factor: 2 } };

/** The call without values stands where other cases have the code by hand. */
export const configurableCached = compare({
  name: 'configurable',
  title: 'ten asynchronous steps, one of them configured by the call: hand = the same without values',
  async contenders() {
    const calculate = (await createApp({ runnables: [Calculate] })).get(Calculate);
    return {
      hand: () => calculate.invoke(1),
      runwright: () => calculate.invoke(1, withFactor),
    };
  },
  bars: { hand: 1.5 },
});

const FIRSTS = 2_000;

/** A value that no call had before: an instance is made for it in a container of its own. */
export const configurableFirst: Benchmark = {
  name: 'configurable-first',
  title: 'ten asynchronous steps, one of them configured by a value that no call had before',
  async run() {
    const calculate = (await createApp({ runnables: [Calculate] })).get(Calculate);
    const times: number[] = [];
    for (let factor = 0; factor < FIRSTS; factor += 1) {
      const start = performance.now();
      await calculate.invoke(1, { configurable: { factor: factor + 0.5 } });
      times.push((performance.now() - start) * 1000);
    }
    const time = median(times);
    return {
      rows: [{ what: 'first call with a value', times: FIRSTS, 'median, µs': threeDigits(time) }],
      notes: [`${time <= 200 ? 'met' : 'missed'}: at most 200 µs`],
    };
  },
};

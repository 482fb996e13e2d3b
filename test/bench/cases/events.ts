import {
  RunnableLambda as LangChainLambda,
  RunnableSequence as LangChainSequence,
} from '@langchain/core/runnables';
import { RunnableLambda, RunnableSequence } from 'runwright';
import type { Benchmark, Report, RunOptions } from '../harness/benchmark.js';
import { timeRounds } from '../harness/rounds.js';
import { median, threeDigits } from '../harness/statistics.js';
import { asyncSteps } from './steps.js';

/** Of ten steps and more, @langchain/core warns in each call that it leaks listeners; eight have it keep quiet. */
const steps = asyncSteps.slice(0, 8);

/** Microseconds that an event may take. */
const BAR_US = 2.5;
/** How many times as fast as @langchain/core it is to be at least. */
const BAR_RATIO = 30;

async function count(events: AsyncIterable<unknown>): Promise<number> {
  let seen = 0;
  for await (const _ of events) seen += 1;
  return seen;
}

/** What happens in a chain, read as events to the end. */
export const events: Benchmark = {
  name: 'events',
  title: 'the events of eight asynchronous steps, streamEvents in version v2',
  async run({ rounds }: RunOptions): Promise<Report> {
    const mine = RunnableSequence.from<readonly unknown[]>(steps.map((step) => RunnableLambda.from(step)));
    const other = LangChainSequence.from(steps.map((step) => LangChainLambda.from(step)) as never);
    const contenders = {
      runwright: () => count(mine.streamEvents(1 as never)),
      langchain: () => count(other.streamEvents(1, { version: 'v2' })),
    };
    const numbers = { runwright: await contenders.runwright(), langchain: await contenders.langchain() };
    const times = await timeRounds(new Map(Object.entries(contenders)), rounds);
    const perEvent = (name: keyof typeof contenders): number[] =>
      (times.get(name) ?? []).map((time = NaN) => time / 1000 / numbers[name]);
    const [ours, theirs] = [perEvent('runwright'), perEvent('langchain')];
    const us = median(ours);
    const ratio = median(ours.map((time, round) => (theirs[round] as number) / time));
    return {
      rows: [
        { contender: 'runwright', events: numbers.runwright, 'µs an event': threeDigits(us) },
        { contender: 'langchain', events: numbers.langchain, 'µs an event': threeDigits(median(theirs)) },
      ],
      notes: [
        `${us <= BAR_US ? 'met' : 'MISSED'}: ${threeDigits(us)} µs an event, at most ${String(BAR_US)}`,
        `${ratio >= BAR_RATIO ? 'met' : 'MISSED'}: ${threeDigits(ratio)} × as fast as langchain, at least ${String(BAR_RATIO)}`,
      ],
    };
  },
};

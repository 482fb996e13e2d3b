import {
  RunnableLambda as LangChainLambda,
  RunnableSequence as LangChainSequence,
} from '@langchain/core/runnables';
import { RunnableLambda, RunnableSequence } from 'runwright';
import type { Benchmark, Report, RunOptions } from '../harness/benchmark.js';
import { timeRounds } from '../harness/rounds.js';
import { median, threeDigits } from '../harness/statistics.js';
import { asyncSteps } from './steps.js';
import { streamingChains } from './stream.js';

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

interface Case {
  readonly name: string;
  readonly title: string;
  /** What reads the events of one run to the end, here and in LangChain. */
  contenders(): Readonly<Record<'runwright' | 'langchain', () => Promise<number>>>;
}

/** Events of the same run, here and in LangChain; both must give as many. */
function compareEvents({ name, title, contenders }: Case): Benchmark {
  return {
    name,
    title,
    async run({ rounds }: RunOptions): Promise<Report> {
      const readers = contenders();
      const numbers = { runwright: await readers.runwright(), langchain: await readers.langchain() };
      const times = await timeRounds(new Map(Object.entries(readers)), rounds);
      const perEvent = (reader: keyof typeof readers): number[] =>
        (times.get(reader) ?? []).map((time = NaN) => time / 1000 / numbers[reader]);
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
}

export const events = compareEvents({
  name: 'events',
  title: 'the events of eight asynchronous steps, streamEvents in version v2',
  contenders() {
    const mine = RunnableSequence.from<readonly unknown[]>(steps.map((step) => RunnableLambda.from(step)));
    const other = LangChainSequence.from(steps.map((step) => LangChainLambda.from(step)) as never);
    return {
      runwright: () => count(mine.streamEvents(1 as never)),
      langchain: () => count(other.streamEvents(1, { version: 'v2' })),
    };
  },
});

export const streamedEvents = compareEvents({
  name: 'events-streamed',
  title:
    'the events of a source of a thousand chunks and three transforming stages, streamEvents in version v2',
  contenders() {
    const { runwright, langchain } = streamingChains();
    return {
      runwright: () => count(runwright.streamEvents(0)),
      langchain: () => count(langchain.streamEvents(0, { version: 'v2' })),
    };
  },
});

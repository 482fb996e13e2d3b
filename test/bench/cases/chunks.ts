import { AIMessageChunk as LangChainChunk } from '@langchain/core/messages';
import { AIMessageChunk, addChunks } from 'runwright';
import type { Benchmark, Row } from '../harness/benchmark.js';
import { timeRounds, type Operation } from '../harness/rounds.js';
import { median, threeDigits } from '../harness/statistics.js';

const DELTAS = 20_000;
const BAR_MS = 100;
const ROUNDS = 15;

type Make = (at: number) => AIMessageChunk;

/** What models stream: words, arguments of a tool call, text as parts, and parts that stay apart. */
const shapes: Readonly<Record<string, Make>> = {
  text: (at) => new AIMessageChunk(`word ${String(at)} `),
  'a tool call': (at) =>
    new AIMessageChunk({ content: '', toolCallChunks: [{ index: 0, args: `${String(at)},` }] }),
  'parts that join': (at) => new AIMessageChunk([{ type: 'text', text: `word ${String(at)} ` }]),
  'parts that do not': (at) => new AIMessageChunk([{ type: 'image', url: String(at) }]),
};

const listOf = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** The last character, for which the text has to be put together. */
const readBack = (sum: { readonly text: string } | undefined): string | undefined => sum?.text.at(-1);

/** Milliseconds, the median of the rounds. */
async function timeOf(operation: Operation): Promise<number> {
  const times = await timeRounds(new Map([['it', operation]]), ROUNDS);
  return median((times.get('it') ?? []).filter((time) => time !== undefined)) / 1e6;
}

export const chunks: Benchmark = {
  name: 'chunks',
  title: `${DELTAS.toLocaleString('en')} deltas of a model added up to its answer, which is then read`,
  async run() {
    const rows: Row[] = [];
    for (const [shape, make] of Object.entries(shapes)) {
      const [half, whole] = [listOf(DELTAS / 2, make), listOf(DELTAS, make)];
      const ms = await timeOf(() => readBack(addChunks(whole)));
      const ofHalf = await timeOf(() => readBack(addChunks(half)));
      rows.push({ shape, ms: threeDigits(ms), '× half as many': threeDigits(ms / ofHalf) });
    }
    const peers = listOf(DELTAS, (at) => new LangChainChunk(`word ${String(at)} `));
    const peer = await timeOf(() => readBack(peers.reduce((sum, chunk) => sum.concat(chunk))));
    const slowest = Math.max(...rows.map(({ ms }) => Number(ms)));
    return {
      rows,
      notes: [
        `${slowest <= BAR_MS ? 'met' : 'MISSED'}: the slowest takes ${threeDigits(slowest)} ms, at most ${String(BAR_MS)}`,
        `LangChain.js, text, two at a time: ${threeDigits(peer)} ms`,
      ],
    };
  },
};

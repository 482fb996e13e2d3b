import type { Benchmark, Row } from '../harness/benchmark.js';
import { heapUsed } from '../harness/heap.js';
import { assemblies } from './assembly.js';
import { chainsOf } from './chain.js';
import { asyncSteps } from './steps.js';
import { RunnableLambda, RunnableSequence } from 'runwright';

/** Does something very often, then as often again, and tells by how much the heap has grown the second time. */
async function growthOf(what: string, times: number, work: () => Promise<unknown>): Promise<Row> {
  const repeat = async (): Promise<void> => {
    for (let done = 0; done < times; done += 1) await work();
  };
  await repeat();
  const before = await heapUsed();
  await repeat();
  return { what, times, 'heap growth, kB': Math.round(((await heapUsed()) - before) / 1000) };
}

async function breakOff(chain: RunnableSequence<number, number>): Promise<void> {
  for await (const chunk of chain.stream(0)) if (chunk === 2) break;
}

async function abort(chain: RunnableSequence<number, number>): Promise<void> {
  const controller = new AbortController();
  const run = chain.invoke(1, { signal: controller.signal });
  controller.abort();
  await run.catch(() => undefined);
}

async function* countUp(): AsyncGenerator<number> {
  for (let chunk = 0; ; chunk += 1) yield chunk;
}

async function* increment(chunks: AsyncIterable<number>): AsyncGenerator<number> {
  for await (const chunk of chunks) yield chunk + 1;
}

/** What steps keep on the heap besides their functions. */
async function keptByNodes(times: number): Promise<Row> {
  const functions = Array.from({ length: times }, () => (value: number) => value);
  const nodes = new Array<unknown>(times).fill(undefined);
  const before = await heapUsed();
  for (let index = 0; index < times; index += 1) nodes[index] = new RunnableLambda(functions[index]!);
  const growth = (await heapUsed()) - before;
  return { what: 'steps made and kept', times: nodes.length, 'heap growth, kB': Math.round(growth / 1000) };
}

/** What an assembled class keeps on the heap besides what Inversify keeps of each class. */
async function keptByClasses(applications: number): Promise<Row> {
  const { classes, hand, runwright } = assemblies();
  const kept: unknown[] = [];
  const growthBy = async (assemble: () => unknown): Promise<number> => {
    kept.push(await assemble());
    const before = await heapUsed();
    for (let made = 0; made < applications; made += 1) kept.push(await assemble());
    return (await heapUsed()) - before;
  };
  const growth = (await growthBy(runwright)) - (await growthBy(hand));
  // Read behind the measurement, so that nothing of it could be collected before.
  const times = classes * (kept.length / 2 - 1);
  return { what: 'classes assembled and kept', times, 'heap growth, kB': Math.round(growth / 1000) };
}

export const memory: Benchmark = {
  name: 'memory',
  title: 'what stays on the heap',
  async run() {
    const { runwright: chain } = chainsOf(asyncSteps);
    const streamed = RunnableSequence.from([countUp, increment]);
    const { signal } = new AbortController();
    return {
      rows: [
        await growthOf('invokes', 1_000_000, () => chain.invoke(1)),
        await growthOf('invokes with one signal', 100_000, () => chain.invoke(1, { signal })),
        await growthOf('streams broken off', 100_000, () => breakOff(streamed)),
        await growthOf('runs aborted', 100_000, () => abort(chain)),
        await keptByNodes(10_000),
        await keptByClasses(10),
      ],
      notes: [
        'bars: the heap stays flat; at most 1 kB is kept by a step, and by a class beyond what Inversify keeps',
      ],
    };
  },
};

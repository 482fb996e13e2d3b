import { RunnableLambda } from 'runwright';
import type { Benchmark } from '../harness/benchmark.js';
import { heapUsed } from '../harness/heap.js';

const INPUTS = 1_000_000;
const LIMIT = 8;

export const completed: Benchmark = {
  name: 'completed',
  title: 'batchAsCompleted over a million inputs, eight at once',
  async run() {
    let given = 0;
    let taken = 0;
    let most = 0;
    async function* inputs(): AsyncGenerator<number> {
      for (; given < INPUTS;) {
        given += 1;
        most = Math.max(most, given - taken);
        yield given;
      }
    }
    const step = RunnableLambda.from(async (value: number) => value + 1);
    const before = await heapUsed();
    let midway = 0;
    const started = performance.now();
    for await (const _ of step.batchAsCompleted(inputs(), {}, { maxConcurrency: LIMIT })) {
      taken += 1;
      if (taken === INPUTS / 2) midway = (await heapUsed()) - before;
    }
    const ms = performance.now() - started;
    return {
      rows: [
        {
          what: 'inputs',
          times: taken,
          'µs each': Number(((ms * 1000) / taken).toFixed(2)),
          'read ahead, at most': most,
          'heap growth midway, kB': Math.round(midway / 1000),
        },
      ],
      notes: [`bar: no more than ${String(LIMIT)} inputs are held, and the heap stays flat`],
    };
  },
};

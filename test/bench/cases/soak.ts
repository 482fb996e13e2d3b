import { RunnableGenerator, RunnableLambda, RunnableParallel, type RunContext } from 'runwright';
import type { Benchmark } from '../harness/benchmark.js';
import { heapUsed } from '../harness/heap.js';
import { Random } from '../../support/random.js';

const STREAMS = 10_000;

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

let open = 0;
const source = RunnableGenerator.from(async function* (_: AsyncIterable<number>, { signal }: RunContext) {
  open += 1;
  try {
    for (let chunk = 0; chunk < 50; chunk += 1) {
      if (chunk % 7 === 0) await nextTurn();
      signal.throwIfAborted();
      yield `${chunk} `.repeat(20);
    }
  } finally {
    open -= 1;
  }
});
const upper = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) yield chunk.toUpperCase();
});
const chain = source
  .pipe(upper)
  .pipe({ live: upper, whole: RunnableLambda.from((text: string) => text.length) })
  .withRetry({ stopAfterAttempt: 2, waitExponentialJitter: false })
  .withFallbacks([RunnableParallel.from({ live: () => '', whole: () => 0 })]);

const random = new Random(1);

/** Reads some chunks, and then leaves the stream, or aborts it, or reads it to its end. */
async function breakOff(signal: AbortSignal, end: () => void): Promise<void> {
  const stop = random.below(60);
  let read = 0;
  try {
    for await (const _ of chain.stream(0, { signal, timeout: 60_000 })) {
      read += 1;
      if (read <= stop) continue;
      end();
      if (!signal.aborted) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Half of the streams are left, and share a signal: a listener that stays behind would keep its stream. */
async function breakOffMany(streams: number, shared: AbortSignal): Promise<void> {
  for (let stream = 0; stream < streams; stream += 1) {
    const own = new AbortController();
    await (stream % 2 === 0
      ? breakOff(own.signal, () => own.abort(new Error('enough')))
      : breakOff(shared, () => undefined));
  }
}

export const soak: Benchmark = {
  name: 'soak',
  title: 'streams broken off at random points, by leaving or by an abort',
  async run() {
    const shared = new AbortController();
    // Twice before it counts: the first collection takes compiled code with it, which is then compiled again.
    for (let warmUp = 0; warmUp < 2; warmUp += 1) {
      await breakOffMany(STREAMS / 2, shared.signal);
      await heapUsed();
    }
    const before = await heapUsed();
    await breakOffMany(STREAMS, shared.signal);
    const growth = (await heapUsed()) - before;
    return {
      rows: [
        {
          what: 'streams broken off',
          times: STREAMS,
          'heap growth, kB': Math.round(growth / 1000),
          'generators left open': open,
        },
      ],
      notes: ['bar: the heap is where it was, and every generator is closed'],
    };
  },
};

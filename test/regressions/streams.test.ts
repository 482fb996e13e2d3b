import { expect } from 'chai';
import {
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type RunContext,
} from 'runwright';
import { collect } from '../support/collect.js';
import { gc } from '../support/gc.js';
import { turns } from '../support/turns.js';
import { untilAborted } from '../support/until-aborted.js';

const letters = RunnableGenerator.from(async function* letters(_: AsyncIterable<unknown>) {
  yield* ['a', 'b', 'c'];
});
const same = RunnableGenerator.from(async function* same(chunks: AsyncIterable<string>) {
  yield* chunks;
});

describe('a defect of the peers in streams does not occur', () => {
  it('D6 a sequence inside another streams on, wrapped or not', async () => {
    const inner = same.pipe(same);
    for (const chain of [
      letters.pipe(inner),
      letters.pipe(inner.withConfig({ tags: ['t'] })),
      RunnableSequence.from([letters, inner]),
      RunnableSequence.from([letters, inner.bind({})]),
    ]) {
      expect(await collect(chain.stream(0))).to.deep.equal(['a', 'b', 'c']);
    }
  });

  it('D8 a streamed fallback ends with the sum of its chunks', async () => {
    const ends: unknown[] = [];
    const failing = RunnableLambda.from((_: number): string => {
      throw new Error('first');
    });
    const both = failing
      .withFallbacks([letters])
      .withListeners({ onEnd: (run) => void ends.push(run.output) });
    expect(await collect(both.stream(0))).to.deep.equal(['a', 'b', 'c']);
    expect(ends).to.deep.equal(['abc']);
  });

  it('D12 leaving a stream runs the finally of every generator', async () => {
    const log: string[] = [];
    const noted = (name: string) =>
      RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
        try {
          yield* chunks;
        } finally {
          log.push(name);
        }
      });
    const chain = letters
      .pipe(noted('a'))
      .pipe({ x: noted('b'), y: same })
      .pipe(same as never);
    for await (const _ of chain.stream(0)) break;
    expect(log.sort()).to.deep.equal(['a', 'b']);
  });

  it('D12 leaving events runs the finally of every generator', async () => {
    const log: string[] = [];
    const endless = RunnableGenerator.from(async function* (_: AsyncIterable<unknown>) {
      try {
        for (;;) yield 'x';
      } finally {
        log.push('closed');
      }
    });
    for await (const { event } of endless.pipe(same).streamEvents(0)) if (event === 'on_chain_stream') break;
    expect(log).to.deep.equal(['closed']);
  });

  it('D14 a slow reader of events holds the run back', async () => {
    let made = 0;
    const many = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      for (; made < 2000; made += 1) yield made;
    });
    const events = many.streamEvents(0, {}, { bufferSize: 8 });
    for (let read = 0; read < 2; read += 1) {
      await events.next();
      await turns(50);
      expect(made).to.be.lessThan(20);
    }
    await events.return();
  });

  it('D14 a slow reader holds a stream back, too', async () => {
    let made = 0;
    const many = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      for (; made < 2000; made += 1) yield made;
    });
    const stream = many
      .pipe(same as never)
      .pipe({ a: same, b: same } as never)
      .stream(0);
    await stream.next();
    await turns(5);
    expect(made).to.be.lessThan(5);
    await stream.return();
  });

  it('D15 a slow branch piles nothing up while another streams', async () => {
    const seen: WeakRef<object>[] = [];
    const quick = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      for (let chunk = 0; chunk < 2000; chunk += 1) {
        const value = { chunk };
        seen.push(new WeakRef(value));
        yield value;
      }
    });
    const both = RunnableParallel.from({
      quick,
      slow: (input: number, ctx: RunContext) => untilAborted(input, ctx),
    });
    let alive = -1;
    let read = 0;
    for await (const _ of both.stream(0)) {
      read += 1;
      if (read < 2000) continue;
      await gc();
      alive = seen.filter((value) => value.deref() !== undefined).length;
      break;
    }
    expect(alive).to.be.within(0, 10);
  });

  it('D16 a stream is retried, and falls back, up to its first chunk', async () => {
    let calls = 0;
    const flaky = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      calls += 1;
      if (calls < 3) throw new Error('not yet');
      yield* ['a', 'b'];
    });
    const retried = flaky.withRetry({ waitExponentialJitter: false });
    expect(await collect(retried.stream(0))).to.deep.equal(['a', 'b']);
    calls = 0;
    expect(await collect(flaky.withFallbacks([letters]).stream(0))).to.deep.equal(['a', 'b', 'c']);
  });
});

import { expect } from 'chai';
import { RunnableGenerator, RunnableLambda, RunnableSequence, type RunContext } from 'runwright';
import { caught } from '../support/caught.js';
import { later } from '../support/later.js';

describe('A19.11 streamEvents reads ahead', () => {
  const started: string[] = [];
  const step = (name: string, ms: number) =>
    RunnableLambda.from(
      async (text: string, { signal }: RunContext) => {
        started.push(name);
        try {
          await new Promise<void>((resolve, reject) => {
            const timer = setTimeout(resolve, ms);
            signal.addEventListener('abort', () => {
              clearTimeout(timer);
              reject(signal.reason as Error);
            });
          });
          started.push(`${name} done`);
        } catch (error) {
          started.push(`${name} cancelled`);
          throw error;
        }
        return text;
      },
      { name },
    );
  beforeEach(() => {
    started.length = 0;
  });

  it('and stops what is under way when it is left: A done, B cancelled, C never started', async () => {
    const chain = RunnableSequence.from([step('A', 1), step('B', 500), step('C', 1)]);
    for await (const { event, name } of chain.streamEvents('x')) {
      if (event === 'on_chain_start' && name === 'B') {
        await later(2);
        break;
      }
    }
    expect(started).to.deep.equal(['A', 'A done', 'B', 'B cancelled']);
  });

  it('while its reader is busy, which a stream does not', async () => {
    const items = RunnableGenerator.from(async function* items() {
      try {
        for (const item of ['A', 'B', 'C']) {
          started.push(item);
          await later();
          yield item;
        }
      } finally {
        started.push('cleaned');
      }
    });
    for await (const { event } of items.streamEvents(0)) {
      if (event !== 'on_chain_stream') continue;
      await later(5);
      break;
    }
    expect(started.splice(0).slice(0, 2)).to.deep.equal(['A', 'B']);
    for await (const _ of items.stream(0)) {
      await later(5);
      break;
    }
    expect(started).to.deep.equal(['A', 'cleaned']);
  });

  it('and stops when its signal is aborted, throwing the reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const error = await caught(
      (async () => {
        const chain = RunnableSequence.from([step('A', 1), step('B', 500)]);
        for await (const { event, name } of chain.streamEvents('x', { signal: controller.signal })) {
          if (event === 'on_chain_start' && name === 'B') setTimeout(() => controller.abort(reason), 1);
        }
      })(),
    );
    expect(error).to.equal(reason);
    expect(started).to.deep.equal(['A', 'A done', 'B', 'B cancelled']);
  });

  it('D12 having run the finally blocks of generators before it is closed, by any call of return', async () => {
    let cleaned = 0;
    const endless = RunnableGenerator.from(async function* () {
      try {
        for (;;) yield 1;
      } finally {
        await later();
        cleaned += 1;
      }
    });
    for await (const { event } of endless.streamEvents(0)) if (event === 'on_chain_stream') break;
    expect(cleaned).to.equal(1);
    const events = endless.streamEvents(0);
    await events.next();
    const first = events.return();
    await events.return();
    expect(cleaned).to.equal(2);
    await first;
  });
});

describe('D14 A25.17 streamEvents holds back a run that is ahead of its reader', () => {
  let produced = 0;
  const numbers = RunnableGenerator.from(async function* () {
    for (produced = 0; produced < 2000;) yield (produced += 1);
  });

  it('by 128 events, unless it is told otherwise', async () => {
    for (const [options, most] of [
      [{}, 128],
      [{ bufferSize: 4 }, 4],
      [{ bufferSize: Infinity }, 2000],
    ] as const) {
      const events = numbers.streamEvents(0, {}, options);
      await events.next();
      await later(5);
      expect(produced).to.be.within(most - 2, most + 2);
      await events.return();
    }
  });

  it('and loses nothing, whoever is slower', async () => {
    let count = 0;
    for await (const { event } of numbers.streamEvents(0, {}, { bufferSize: 2 })) {
      if (event === 'on_chain_stream') count += 1;
      if (count % 500 === 0) await later();
    }
    expect(count).to.equal(2000);
  });

  it('and lets it go when it is left', async () => {
    const events = numbers.streamEvents(0, {}, { bufferSize: 1 });
    await events.next();
    await later();
    expect(await events.return()).to.deep.equal({ done: true, value: undefined });
    expect(await events.next()).to.deep.equal({ done: true, value: undefined });
    expect(produced).to.be.below(5);
  });
});

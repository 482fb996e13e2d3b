import { expect } from 'chai';
import { RunnableGenerator, RunnableLambda, type RunContext, type Runnable } from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { countedSignal } from '../support/counted-signal.js';
import { fakeClock } from '../support/fake-clock.js';
import { turns } from '../support/turns.js';

const letters = RunnableGenerator.from(async function* letters(_: AsyncIterable<unknown>) {
  yield* ['a', 'b', 'c'];
});

describe('a defect of the peers in cancellation does not occur', () => {
  const clock = fakeClock();

  it('D13 an abort while a retry waits is the end of it', async () => {
    const counted = countedSignal();
    let calls = 0;
    const failing = RunnableLambda.from((): number => {
      calls += 1;
      throw new Error('always');
    }).withRetry({ stopAfterAttempt: 5 });
    const run = caught(failing.invoke(0, { signal: counted.signal }));
    await turns(2);
    const reason = new Error('enough');
    counted.abort(reason);
    expect(await run).to.equal(reason);
    await clock.pass(60_000);
    expect({ calls, timers: clock.timers, listeners: counted.listeners }).to.deep.equal({
      calls: 1,
      timers: 0,
      listeners: 0,
    });
  });

  it('D17 twenty streamed steps and a signal give no warning of a leak, and take one listener', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warn);
    const counted = countedSignal();
    const listening = RunnableGenerator.from(async function* (
      chunks: AsyncIterable<string>,
      { signal }: RunContext,
    ) {
      const stop = (): void => {};
      signal.addEventListener('abort', stop);
      try {
        yield* chunks;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    });
    let chain: Runnable<unknown, string> = letters;
    for (let step = 0; step < 20; step += 1) chain = chain.pipe(listening);
    expect(await collect(chain.stream(0, { signal: counted.signal }))).to.deep.equal(['a', 'b', 'c']);
    expect(await chain.invoke(0, { signal: counted.signal })).to.equal('abc');
    expect(await collect(chain.streamEvents(0, { signal: counted.signal }))).to.have.length.above(20);
    await turns(2);
    process.off('warning', warn);
    expect(warnings).to.deep.equal([]);
    expect({ left: counted.listeners, most: counted.most }).to.deep.equal({ left: 0, most: 1 });
  });
});

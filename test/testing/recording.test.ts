import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { InvalidInputError, RunnableLambda } from 'runwright';
import { chunks, collectRuns, FakeStep, recording, type Recording } from 'runwright/testing';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const upper = RunnableLambda.from((text: string) => text.toUpperCase(), { name: 'upper' });

describe('recording', () => {
  it('runs the runnable and notes the calls', async () => {
    const recorded = recording(upper);
    expectTypeOf(recorded).toEqualTypeOf<Recording<string, string>>();
    expect(recorded.invokeSync('a')).to.equal('A');
    expect(await recorded.invoke('b', { tags: ['t'] })).to.equal('B');
    expect(recorded.calls.map(({ input, output, status }) => [input, output, status])).to.deep.equal([
      ['a', 'A', 'succeeded'],
      ['b', 'B', 'succeeded'],
    ]);
    expect(recorded.calls[1]?.config.tags).to.deep.equal(['t']);
    recorded.clear();
    expect(recorded.calls).to.deep.equal([]);
  });

  it('notes what is thrown, now and later', async () => {
    const now = new Error('now');
    const later = new Error('later');
    const fails = recording(
      RunnableLambda.from((text: string) => {
        if (text === 'now') throw now;
        return Promise.reject<string>(later);
      }),
    );
    expect(await caught(fails.invoke('now'))).to.equal(now);
    expect(await caught(fails.invoke('later'))).to.equal(later);
    expect(fails.calls.map(({ error, status }) => [error, status])).to.deep.equal([
      [now, 'failed'],
      [later, 'failed'],
    ]);
  });

  it('notes the chunks of streams, on the way in and out', async () => {
    const recorded = recording(new FakeStep<string, string>({ responses: [chunks('a', 'b')] }));
    expect(await collect(recorded.transform(['x', 'y']))).to.deep.equal(['a', 'b']);
    const [call] = recorded.calls;
    expect(call).to.deep.include({ input: 'xy', inputChunks: ['x', 'y'], chunks: ['a', 'b'], output: 'ab' });
  });

  it('notes each input of a batch', async () => {
    const bad = new Error('bad');
    const recorded = recording(
      RunnableLambda.from((text: string) => {
        if (text === 'b') throw bad;
        return text;
      }),
    );
    await recorded.batchSettled(['a', 'b']);
    expect(recorded.calls.map(({ input, output, error }) => [input, output, error])).to.deep.equal([
      ['a', 'a', undefined],
      ['b', undefined, bad],
    ]);
  });

  it('refuses what is no runnable, and says what came', () => {
    expect(() => recording((() => 'x') as never)).to.throw(
      InvalidInputError,
      '[R306] recording expects a runnable, such as app.get(Answer) or new Answer(), got an anonymous function.',
    );
  });

  it('has no run of its own', async () => {
    const runs = collectRuns();
    await recording(upper)
      .pipe((text: string) => text.length)
      .invoke('a', { callbacks: [runs] });
    expect(runs.tree()).to.deep.equal(['RunnableSequence', '  upper', '  RunnableLambda']);
  });
});

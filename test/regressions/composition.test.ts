import { expect } from 'chai';
import {
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnablePassthrough,
  type Run,
  type RunContext,
  type Runnable,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const letters = RunnableGenerator.from(async function* letters(_: AsyncIterable<unknown>) {
  yield* ['a', 'b', 'c'];
});

describe('a defect of the peers in compositions does not occur', () => {
  it('D3 a branch that was taken gives its output, though it is no value', async () => {
    for (const output of [0, '', false, null, undefined]) {
      let otherwise = 0;
      const branch = RunnableBranch.from([
        [() => true, () => output],
        () => {
          otherwise += 1;
          return 'otherwise';
        },
      ]);
      expect(await branch.invoke(1)).to.equal(output);
      expect(await collect(branch.stream(1))).to.deep.equal([output]);
      expect(otherwise).to.equal(0);
    }
  });

  it('D4 functions that return runnables are counted once a level, and stopped where they should be', async () => {
    let calls = 0;
    const endless: Runnable<number, number> = RunnableLambda.from((_: number): Runnable<number, number> => {
      calls += 1;
      return endless;
    });
    for (const [recursionLimit, expected] of [
      [undefined, 26],
      [10, 11],
      [9, 10],
    ] as const) {
      calls = 0;
      await caught(endless.invoke(0, { recursionLimit }));
      expect(calls).to.equal(expected);
      calls = 0;
      await caught(endless.stream(0, { recursionLimit }).next());
      expect(calls).to.equal(expected);
    }
  });

  it('D5 wrappers lose none of what was wrapped before', async () => {
    const log: string[] = [];
    const note = (name: string) => ({ onStart: () => void log.push(name) });
    let calls = 0;
    const step = RunnableLambda.from((_: number, ctx: RunContext) => {
      calls += 1;
      if (calls === 1) throw new Error('once');
      return ctx.tags;
    });
    const listened = step.withListeners(note('first'));
    for (const wrapped of [
      listened.withConfig({ tags: ['t'] }).withRetry({ waitExponentialJitter: false }),
      listened.withRetry({ waitExponentialJitter: false }).withConfig({ tags: ['t'] }),
    ]) {
      calls = 0;
      log.length = 0;
      expect(await wrapped.withListeners(note('second')).invoke(1)).to.deep.equal(['t']);
      expect(log).to.deep.equal(['second', 'first']);
      expect(calls).to.equal(2);
    }
  });

  it('D5b a retry keeps its number of attempts under further wrappers', async () => {
    let calls = 0;
    const failing = RunnableLambda.from((): number => {
      calls += 1;
      throw new Error('always');
    }).withRetry({ stopAfterAttempt: 2, waitExponentialJitter: false });
    for (const wrapped of [
      failing.withConfig({ tags: ['t'] }),
      failing.withListeners({ onStart: () => {} }),
      failing.bind({ key: 1 }),
      failing.withConfig({ runName: 'named' }).withListeners({}),
    ]) {
      calls = 0;
      await caught(wrapped.invoke(0));
      expect(calls).to.equal(2);
    }
  });

  it('D10 the runs of a branch, its condition and its step are three, with an id each', async () => {
    const ids: string[] = [];
    const observer = { onStart: (run: Run) => void ids.push(run.id) };
    const branch = RunnableBranch.from([[() => true, letters], letters]);
    const runId = '01890000-0000-7000-8000-000000000000';
    expect(await collect(branch.stream(0, { runId, callbacks: [observer] }))).to.have.length(3);
    expect(ids[0]).to.equal(runId);
    expect(ids).to.have.length(3);
    expect(new Set(ids).size).to.equal(3);
  });

  it('D11 an assign refuses what is no object, invoked as streamed', async () => {
    const assign = RunnablePassthrough.assign({ n: () => 1 }) as Runnable<unknown, unknown>;
    const invoked = await caught(assign.invoke('s'));
    const streamed = await caught(collect(assign.stream('s')));
    expect(invoked).to.be.an('error').with.property('code', 'R306');
    expect((streamed as Error).message).to.equal((invoked as Error).message);
  });

  it('D11 an assign has the same runs, invoked as streamed', async () => {
    const names: string[] = [];
    const observer = { onStart: (run: Run) => void names.push(run.path) };
    const assign = RunnablePassthrough.assign({ n: () => 1 }) as Runnable<object, object>;
    await assign.invoke({ a: 1 }, { callbacks: [observer] });
    const invoked = names.splice(0).sort();
    await collect(assign.stream({ a: 1 }, { callbacks: [observer] }));
    expect(invoked).to.have.length(3);
    expect(names.sort()).to.deep.equal(invoked);
  });
});

import { expect } from 'chai';
import { RunnableLambda, RunnableParallel, type RunContext } from 'runwright';
import { caught } from '../support/caught.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the branches of a parallel', () => {
  it('start as the limit allows, and take no stack when they end at once', async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `key${String(index)}`);
    const parallel = RunnableParallel.from(Object.fromEntries(keys.map((key) => [key, (x: number) => x])));
    const output = await parallel.invoke(1, { maxConcurrency: 1 });
    expect(Object.keys(output)).to.deep.equal(keys);
  });

  it('never start once another has failed', async () => {
    const started: string[] = [];
    const parallel = RunnableParallel.from({
      slow: async () => {
        started.push('slow');
        await turn();
      },
      failing: async () => {
        started.push('failing');
        await Promise.resolve();
        throw new Error('failed');
      },
      late: () => started.push('late'),
    });
    expect(await caught(parallel.invoke(1, { maxConcurrency: 2 }))).to.have.property('message', 'failed');
    await turn();
    expect(started).to.deep.equal(['slow', 'failing']);
  });

  it('do not run the runnable they answer with once another has failed', async () => {
    const ran: string[] = [];
    const inner = RunnableLambda.from(() => ran.push('inner'));
    const parallel = RunnableParallel.from({
      choosing: async () => {
        await Promise.resolve();
        await Promise.resolve();
        return inner;
      },
      failing: () => Promise.reject(new Error('failed')),
    });
    expect(await caught(parallel.invoke(1))).to.have.property('message', 'failed');
    await turn();
    expect(ran).to.deep.equal([]);
  });

  it('leave no listener on the run they were part of', async () => {
    const added: unknown[] = [];
    const removed: unknown[] = [];
    const { signal } = new AbortController();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: unknown[]) => {
      added.push(args[1]);
      (add as (...args: unknown[]) => void)(...args);
    };
    signal.removeEventListener = (...args: unknown[]) => {
      removed.push(args[1]);
      (remove as (...args: unknown[]) => void)(...args);
    };
    const parallel = RunnableParallel.from({
      a: (_: number, ctx: RunContext) => ctx.signal.aborted,
      b: async () => 1,
    });
    expect(await parallel.invoke(1, { signal })).to.deep.equal({ a: false, b: 1 });
    expect(removed).to.deep.equal(added);
    expect(added).to.have.lengthOf(1);
  });
});

import { expect } from 'chai';
import { RunnableLambda } from 'runwright';

describe('a batch of one step', () => {
  it('takes a long list of synchronous inputs one by one without piling them up on the stack', async () => {
    const inputs = Array.from({ length: 100_000 }, (_, index) => index);
    const outputs = await RunnableLambda.from((x: number) => x + 1).batch(inputs, { maxConcurrency: 1 });
    expect(outputs).to.have.lengthOf(100_000);
    expect(outputs.at(-1)).to.equal(100_000);
  });

  it('starts the next input as soon as one has settled, never more than the limit at once', async () => {
    const started: number[] = [];
    const open: (() => void)[] = [];
    const step = RunnableLambda.from(async (x: number) => {
      started.push(x);
      await new Promise<void>((resolve) => (open[x] = resolve));
      return x;
    });
    const batch = step.batch([0, 1, 2, 3], { maxConcurrency: 2 });
    expect(started).to.deep.equal([0, 1]);
    open[1]!();
    await new Promise((resolve) => setImmediate(resolve));
    expect(started).to.deep.equal([0, 1, 2]);
    open[0]!();
    open[2]!();
    await new Promise((resolve) => setImmediate(resolve));
    open[3]!();
    expect(await batch).to.deep.equal([0, 1, 2, 3]);
  });

  it('runs a runnable that a function answers with at once, not when all functions have answered', async () => {
    const never = new Promise<number>(() => undefined);
    const reached = new Promise<void>((resolve) => {
      const inner = RunnableLambda.from((x: number) => {
        resolve();
        return x;
      });
      const step = RunnableLambda.from(async (x: number) => (x === 0 ? never : inner));
      void step.batch([0, 1]);
    });
    await reached;
  });

  it('settles an input whose function fails, now or later, or answers with a failing runnable', async () => {
    const fails = RunnableLambda.from((): number => {
      throw new Error('inner');
    });
    const step = RunnableLambda.from((x: number) => {
      if (x === 1) throw new Error('now');
      if (x === 2) return Promise.reject<number>(new Error('later'));
      return x === 3 ? fails : x;
    });
    const settled = await step.batchSettled([0, 1, 2, 3]);
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).to.deep.equal(
      [0, 'Error: now', 'Error: later', 'Error: inner'],
    );
  });
});

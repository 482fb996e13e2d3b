import { expect } from 'chai';
import { RouterRunnable, RunnableLambda, RunnableSequence, type Run, type RunContext } from 'runwright';
import { turns } from '../support/turns.js';

describe('a defect of the peers in batches does not occur', () => {
  it('D1 an error of one step of a batch is no input of the next', async () => {
    const inputs: unknown[] = [];
    const chain = RunnableSequence.from([
      (x: number) => {
        if (x === 2) throw new Error('boom');
        return x;
      },
      (x: number) => {
        inputs.push(x);
        return `ok${x}`;
      },
    ]);
    const outputs = await chain.batch([1, 2, 3], undefined, { returnExceptions: true });
    expect(outputs.map(String)).to.deep.equal(['ok1', 'Error: boom', 'ok3']);
    expect(inputs).to.deep.equal([1, 3]);
  });

  it('D2 fallbacks take returnExceptions, and a batch of nothing', async () => {
    const odd = RunnableLambda.from((x: number) => {
      if (x % 2 === 0) throw new Error('even');
      return `first ${x}`;
    });
    const both = odd.withFallbacks([(x: number) => `second ${x}`]);
    expect(await both.batch([1, 2], undefined, { returnExceptions: true })).to.deep.equal([
      'first 1',
      'second 2',
    ]);
    expect(await both.batch([])).to.deep.equal([]);
  });

  it('D2 fallbacks give the errors of a batch in place where none is able', async () => {
    const none = RunnableLambda.from((x: number): number => {
      throw new Error(`first ${x}`);
    });
    const both = none.withFallbacks([
      (x: number): number => {
        if (x === 1) throw new Error(`second ${x}`);
        return x;
      },
    ]);
    const outputs = await both.batch([1, 2], undefined, { returnExceptions: true });
    expect(outputs.map(String)).to.deep.equal(['Error: second 1', '2']);
  });

  it('D7 each input of a batch has its own output, and so have all of its runs', async () => {
    const ends = new Map<string, unknown[]>();
    const note = (run: Run): void => void ends.set(run.name, [...(ends.get(run.name) ?? []), run.output]);
    const next = RunnableLambda.from((x: number) => x + 1, { name: 'next' });
    const listed = RunnableLambda.from(async (x: number) => [x], { name: 'listed' });
    const chain = RunnableSequence.from([next, listed], { name: 'chain' });
    expect(await chain.batch([1, 2], { callbacks: [{ onEnd: note }] })).to.deep.equal([[2], [3]]);
    expect(Object.fromEntries(ends)).to.deep.equal({
      next: [2, 3],
      listed: [[2], [3]],
      chain: [[2], [3]],
    });
  });

  it('D9 a router takes each input of a batch to its own runnable, however many at once', async () => {
    const router = RouterRunnable.from({
      a: async (input: number) => {
        await turns(2);
        return `A${input}`;
      },
      b: (input: number, ctx: RunContext) => `B${input}${ctx.tags.join('')}`,
    });
    const inputs = [
      { key: 'a', input: 1 },
      { key: 'b', input: 2 },
      { key: 'b', input: 3 },
    ] as const;
    const configs = [{}, { tags: ['x'] }, { tags: ['y'] }];
    for (const maxConcurrency of [1, 2, 3]) {
      expect(await router.batch(inputs, configs, { maxConcurrency })).to.deep.equal(['A1', 'B2x', 'B3y']);
    }
  });

  it('D9 a router gives the errors of a batch in place', async () => {
    const router = RouterRunnable.from({
      a: (input: number) => `A${input}`,
      b: (): string => {
        throw new Error('b');
      },
    });
    const inputs = [
      { key: 'b', input: 1 },
      { key: 'a', input: 2 },
    ] as const;
    const outputs = await router.batch(inputs, undefined, { returnExceptions: true, maxConcurrency: 1 });
    expect(outputs.map(String)).to.deep.equal(['Error: b', 'A2']);
  });
});

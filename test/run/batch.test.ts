import { expect } from 'chai';
import {
  InvalidConfigError,
  InvalidOptionError,
  RouterRunnable,
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnablePick,
  RunnableSequence,
  type AnyRunnable,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { concurrency } from '../support/concurrency.js';
import { countedSignal } from '../support/counted-signal.js';
import { fakeClock } from '../support/fake-clock.js';
import { turns } from '../support/turns.js';
import { untilAborted } from '../support/until-aborted.js';

/** Fails for odd inputs after as many turns as the input says. */
const even = RunnableLambda.from(async function even(input: number) {
  await turns(input);
  if (input % 2 === 1) throw new Error(`${input} is odd`);
  return input;
});

describe('batch', () => {
  const clock = fakeClock();

  it('A1.7 of no inputs returns an empty list, for every kind of runnable', async () => {
    const runnables = [
      even,
      RunnableGenerator.from(async function* (chunks: AsyncIterable<number>) {
        yield* chunks;
      }),
      RunnableSequence.from([even, even]),
      RunnableParallel.from({ even }),
      RunnableBranch.from([[() => true, even], even]),
      RouterRunnable.from({ even }),
      even.map(),
      new RunnablePassthrough(),
      RunnablePassthrough.assign({ even: () => 1 }),
      new RunnablePick('even'),
      even.bind({ k: 1 }).withConfig({ tags: ['t'] }),
      even.withListeners({}),
      even.withRetry(),
      even.withFallbacks([even]),
      even.withTimeout({ total: 1000 }),
    ] as readonly AnyRunnable[];
    for (const runnable of runnables) {
      expect(await runnable.batch([])).to.deep.equal([]);
      expect(await runnable.batch([], undefined, { returnExceptions: true })).to.deep.equal([]);
      expect(await runnable.batch([], [])).to.deep.equal([]);
      expect(await runnable.batchSettled([])).to.deep.equal([]);
    }
  });

  it('A17.1 keeps the order of the inputs, whichever completes first', async () => {
    expect(await even.batch([8, 2, 6, 4])).to.deep.equal([8, 2, 6, 4]);
  });

  it('A17.1 takes a config for all inputs, or one for each', async () => {
    const tags = RunnableLambda.from((_: number, ctx: RunContext) => ctx.tags);
    expect(await tags.batch([1, 2], { tags: ['all'] })).to.deep.equal([['all'], ['all']]);
    expect(await tags.batch([1, 2], [{ tags: ['a'] }, { tags: ['b'] }])).to.deep.equal([['a'], ['b']]);
  });

  it('A17.1 runs all inputs at once unless maxConcurrency limits them', async () => {
    const inputs = [3, 1, 2, 1];
    const limits: [number | undefined, number][] = [
      [undefined, 4],
      [4, 4],
      [2, 2],
      [1, 1],
    ];
    for (const [maxConcurrency, most] of limits) {
      const count = concurrency();
      expect(await RunnableLambda.from(count.step).batch(inputs, { maxConcurrency })).to.deep.equal(inputs);
      expect(count.most).to.equal(most);
      expect(count.begun).to.deep.equal(inputs);
    }
  });

  it('A17.1 reads maxConcurrency from the options, else from the first config of a list', async () => {
    const inputs = [1, 1, 1, 1];
    const listed = concurrency();
    await RunnableLambda.from(listed.step).batch(inputs, [
      { maxConcurrency: 2 },
      {},
      { maxConcurrency: 1 },
      {},
    ]);
    expect(listed.most).to.equal(2);
    const optional = concurrency();
    await RunnableLambda.from(optional.step).batch(inputs, { maxConcurrency: 2 }, { maxConcurrency: 3 });
    expect(optional.most).to.equal(3);
  });

  it('A17.2 limits each batch by itself: those inside have limits of their own', async () => {
    const count = concurrency();
    const inner = RunnableLambda.from(count.step);
    const outer = RunnableLambda.from((input: number, ctx: RunContext) =>
      inner.batch([input, input, input], ctx),
    );
    await outer.batch([1, 1, 1], { maxConcurrency: 2 });
    expect(count.most).to.equal(4);
  });

  it('A25.6 with maxConcurrency 1 runs one input after the other', async () => {
    const log: string[] = [];
    const step = RunnableLambda.from(async (input: number) => {
      log.push(`begin ${input}`);
      await turns();
      log.push(`end ${input}`);
    });
    await step.batch([1, 2], undefined, { maxConcurrency: 1 });
    expect(log).to.deep.equal(['begin 1', 'end 1', 'begin 2', 'end 2']);
  });

  it('A17.3 rejects with the first error in time', async () => {
    expect(await caught(even.batch([5, 3, 2])))
      .to.be.an('error')
      .with.property('message', '3 is odd');
  });

  it('A25.2 a failure aborts the inputs in progress, and the others never start', async () => {
    const log: string[] = [];
    const step = RunnableLambda.from(async (input: number, ctx: RunContext) => {
      log.push(`begin ${input}`);
      if (input === 0) throw new Error('zero');
      await untilAborted(input, ctx).catch(() => log.push(`aborted ${input}`));
    });
    const error = await caught(step.batch([1, 0, 2, 3], { maxConcurrency: 2 }));
    expect(error).to.be.an('error').with.property('message', 'zero');
    await turns(3);
    expect(log).to.deep.equal(['begin 1', 'begin 0', 'aborted 1']);
  });

  it('A25.2 a failure does not wait for work that ignores its signal, and the later failure of that is handled', async () => {
    let fail: ((error: Error) => void) | undefined;
    const step = RunnableLambda.from(async (input: number) => {
      if (input === 0) throw new Error('zero');
      await new Promise((_, reject) => (fail = reject));
    });
    expect(await caught(step.batch([1, 0])))
      .to.be.an('error')
      .with.property('message', 'zero');
    fail?.(new Error('too late to be heard'));
    await turns(2);
  });

  it('A17.4 returnExceptions returns errors in place of outputs, and never rejects for an input', async () => {
    const outcomes = await even.batch([2, 3, 4], undefined, { returnExceptions: true });
    expect(outcomes[0]).to.equal(2);
    expect(outcomes[1]).to.be.an('error').with.property('message', '3 is odd');
    expect(outcomes[2]).to.equal(4);
  });

  it('A17.4 returnExceptions does not hide what is wrong with the config or the options', async () => {
    const options = { returnExceptions: true, maxConcurrency: 0 } as const;
    expect(await caught(even.batch([1], undefined, options)))
      .to.be.instanceOf(InvalidOptionError)
      .with.property('message', '[A102] even.batch: maxConcurrency must be a number from 1, got 0 (number).');
    expect(await caught(even.batch([1], [{}, {}], { returnExceptions: true })))
      .to.be.instanceOf(InvalidConfigError)
      .with.property(
        'message',
        '[R307] config must be a list of the same length as inputs, but got 2 configs for 1 inputs.',
      );
    expect(await caught(even.batch('12' as never)))
      .to.be.instanceOf(InvalidOptionError)
      .with.property('message', '[A102] even.batch: inputs must be an array, got "12" (string).');
  });

  it('A17.6 A25.15 an Error that is an output is a value, in a batch as in invoke', async () => {
    const value = new Error('a value');
    const give = RunnableLambda.from(() => value);
    expect(await give.invoke(0)).to.equal(value);
    expect(await give.batch([0])).to.deep.equal([value]);
    expect(await give.batchSettled([0])).to.deep.equal([{ status: 'fulfilled', value }]);
    const chain = give.pipe((error: Error) => error.message);
    expect(await chain.batch([0], undefined, { returnExceptions: true })).to.deep.equal(['a value']);
  });

  it('rejects with whatever was thrown, be it an Error or not', async () => {
    for (const thrown of [undefined, null, 0, 'a text', { code: 1 }]) {
      const step = RunnableLambda.from((): number => {
        throw thrown;
      });
      const settle = (work: Promise<unknown>): Promise<unknown> =>
        work.then(
          (value) => ({ value }),
          (reason: unknown) => ({ reason }),
        );
      expect(await settle(step.batch([1, 2]))).to.deep.equal({ reason: thrown });
      expect(await settle(step.invoke(1))).to.deep.equal({ reason: thrown });
      expect(await settle(step.stream(1).next())).to.deep.equal({ reason: thrown });
      expect(await settle(RunnableParallel.from({ step }).invoke(1))).to.deep.equal({ reason: thrown });
      expect(await step.batchSettled([1])).to.deep.equal([{ status: 'rejected', reason: thrown }]);
    }
  });

  it('C2.2 batchSettled returns the settled result of each input and never rejects as a whole', async () => {
    const [two, three] = await even.batchSettled([2, 3]);
    expect(two).to.deep.equal({ status: 'fulfilled', value: 2 });
    expect(three).to.have.property('status', 'rejected');
    expect(three).to.have.property('reason').that.is.an('error').with.property('message', '3 is odd');
  });

  describe('aborted', () => {
    it('before its start runs nothing and rejects with the reason', async () => {
      const count = concurrency();
      const reason = new Error('never');
      const signal = AbortSignal.abort(reason);
      expect(await caught(RunnableLambda.from(count.step).batch([1, 2], { signal }))).to.equal(reason);
      expect(count.begun).to.deep.equal([]);
    });

    it('in progress rejects with the reason, starts nothing more, and leaves no listener', async () => {
      const counted = countedSignal();
      const begun: number[] = [];
      const step = RunnableLambda.from((input: number, ctx: RunContext) => {
        begun.push(input);
        return input === 1 ? untilAborted(input, ctx) : new Promise(() => {});
      });
      const run = caught(step.batch([1, 2, 3], { signal: counted.signal, maxConcurrency: 2 }));
      await turns();
      const reason = new Error('enough');
      counted.abort(reason);
      expect(await run).to.equal(reason);
      await turns(2);
      expect(begun).to.deep.equal([1, 2]);
      expect(counted.listeners).to.equal(0);
      expect(counted.most).to.equal(1);
    });

    it('in progress keeps completed outputs, and returns the reason for the other inputs', async () => {
      const counted = countedSignal();
      const step = RunnableLambda.from((input: number) =>
        input === 1 ? input : new Promise<number>(() => {}),
      );
      const run = step.batch([1, 2], { signal: counted.signal }, { returnExceptions: true });
      await turns();
      const reason = new Error('enough');
      counted.abort(reason);
      expect(await run).to.deep.equal([1, reason]);
    });

    it('of one input alone lets the others complete', async () => {
      const counted = countedSignal();
      const run = RunnableLambda.from(async (input: number, ctx: RunContext) => {
        if (input === 1) await untilAborted(input, ctx);
        await turns(3);
        return input;
      }).batchSettled([1, 2], [{ signal: counted.signal }, {}]);
      await turns();
      const reason = new Error('enough');
      counted.abort(reason);
      expect(await run).to.deep.equal([
        { status: 'rejected', reason },
        { status: 'fulfilled', value: 2 },
      ]);
    });
  });

  it('leaves no timer of a timeout: without inputs, where it is refused, or after its end', async () => {
    await even.batch([], { timeout: 60_000 });
    await caught(even.batch([2], { timeout: 60_000 }, { maxConcurrency: 0 }));
    await caught(even.batch([2, 2], [{ timeout: 60_000 }, { timeout: -1 }]));
    await caught(even.batch([1], { timeout: 60_000 }));
    await even.batch([2], [{ timeout: 60_000 }]);
    expect(clock.timers).to.equal(0);
  });
});

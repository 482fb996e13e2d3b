import { expect } from 'chai';
import { InvalidOptionError, RunnableLambda, RunnableSequence, type RunContext } from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { concurrency } from '../support/concurrency.js';
import { countedSignal } from '../support/counted-signal.js';
import { fakeClock } from '../support/fake-clock.js';
import { turns } from '../support/turns.js';
import { untilAborted } from '../support/until-aborted.js';

/** Takes as many turns as the input says, and fails for 20. */
const wait = RunnableLambda.from(async function wait(input: number) {
  await turns(input);
  if (input === 20) throw new Error('twenty');
  return input / 10;
});

describe('batchAsCompleted', () => {
  const clock = fakeClock();

  it('A1.7 of no inputs yields nothing', async () => {
    expect(await collect(wait.batchAsCompleted([]))).to.deep.equal([]);
  });

  it('A17.5 yields each output with the index of its input, in the order of completion', async () => {
    expect(await collect(wait.batchAsCompleted([60, 10, 40]))).to.deep.equal([
      [1, 1],
      [2, 4],
      [0, 6],
    ]);
  });

  it('A17.5 yields errors in place of outputs with returnExceptions', async () => {
    const given = await collect(wait.batchAsCompleted([60, 20, 40], undefined, { returnExceptions: true }));
    expect(given.map(([index]) => index)).to.deep.equal([1, 2, 0]);
    expect(given[0]?.[1]).to.be.an('error').with.property('message', 'twenty');
    expect(given.slice(1).map(([, output]) => output)).to.deep.equal([4, 6]);
  });

  it('A25.20 throws on reaching a failed input, after the outputs completed before it, and aborts the rest', async () => {
    const aborted: number[] = [];
    const step = RunnableLambda.from(async (input: number, ctx: RunContext) => {
      await turns(input);
      if (input === 2) throw new Error('two');
      if (input === 3) await untilAborted(input, ctx).catch(() => aborted.push(input));
      return input;
    });
    const given: unknown[] = [];
    const reading = (async () => {
      for await (const pair of step.batchAsCompleted([3, 2, 1])) given.push(pair);
    })();
    expect(await caught(reading))
      .to.be.an('error')
      .with.property('message', 'two');
    expect(given).to.deep.equal([[2, 1]]);
    await turns(3);
    expect(aborted).to.deep.equal([3]);
  });

  it('A2.10 does not go step by step: each input goes through the whole chain by itself', async () => {
    const log: string[] = [];
    const chain = RunnableSequence.from([
      async (input: number) => {
        await turns(input);
        return input;
      },
      (input: number) => {
        log.push(`second ${input}`);
        return input;
      },
    ]);
    for await (const [index] of chain.batchAsCompleted([5, 1])) log.push(`given ${index}`);
    expect(log).to.deep.equal(['second 1', 'given 1', 'second 5', 'given 0']);
  });

  it('A17.1 never exceeds maxConcurrency, counting running inputs and unread outputs', async () => {
    const count = concurrency();
    const step = RunnableLambda.from(count.step);
    const given = step.batchAsCompleted([1, 1, 1, 1, 1, 1], undefined, { maxConcurrency: 2 });
    await given.next();
    await turns(4);
    // One was read; one waits to be read, and the place of the first is taken when the next is asked for.
    expect(count.begun).to.have.length(2);
    expect(await collect(given)).to.have.length(5);
    expect(count.most).to.equal(2);
  });

  it('holds no more inputs than maxConcurrency, however many there are and however slow the reader is', async () => {
    let held = 0;
    const most = { held: 0, running: 0 };
    let running = 0;
    async function* inputs(): AsyncGenerator<number> {
      for (let input = 0; input < 3000; input += 1) {
        held += 1;
        most.held = Math.max(most.held, held);
        yield input;
      }
    }
    const step = RunnableLambda.from(async (input: number) => {
      running += 1;
      most.running = Math.max(most.running, running);
      // Outputs come out of order, and some at once.
      if (input % 10 > 0) await turns((input * 7) % 4);
      running -= 1;
      return input;
    });
    const seen: number[] = [];
    for await (const [index, output] of step.batchAsCompleted(inputs(), {}, { maxConcurrency: 8 })) {
      expect(output).to.equal(index);
      seen.push(index);
      if (index % 500 === 0) await turns();
      held -= 1;
    }
    expect(most).to.deep.equal({ held: 8, running: 8 });
    expect(seen.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 3000 }, (_, index) => index));
  });

  it('reads inputs on demand, from any iterable', async () => {
    const same = RunnableLambda.from((input: string) => input);
    const later = async function* (): AsyncGenerator<string> {
      yield 'a';
      await turns();
      yield 'b';
    };
    for (const inputs of [['a', 'b'], 'ab', new Set(['a', 'b']), later()]) {
      expect(await collect(same.batchAsCompleted(inputs))).to.deep.equal([
        [0, 'a'],
        [1, 'b'],
      ]);
    }
  });

  it('reads inputs no faster than it is read itself, and closes them when its reader leaves', async () => {
    let read = 0;
    let closed = false;
    const endless = function* (): Generator<number> {
      try {
        for (;;) yield (read += 1);
      } finally {
        closed = true;
      }
    };
    const same = RunnableLambda.from((input: number) => input);
    for await (const [index] of same.batchAsCompleted(endless(), { maxConcurrency: 4 }))
      if (index === 9) break;
    expect(read).to.be.within(10, 14);
    expect(closed).to.equal(true);
  });

  it('yields the outputs in progress when the inputs fail, then throws their error', async () => {
    const failing = async function* (): AsyncGenerator<number> {
      yield 10;
      throw new Error('no more');
    };
    const given: unknown[] = [];
    const reading = (async () => {
      for await (const pair of wait.batchAsCompleted(failing())) given.push(pair);
    })();
    expect(await caught(reading))
      .to.be.an('error')
      .with.property('message', 'no more');
    expect(given).to.deep.equal([[0, 1]]);
  });

  it('refuses inputs that cannot be iterated', async () => {
    expect(await caught(wait.batchAsCompleted(5 as never).next()))
      .to.be.instanceOf(InvalidOptionError)
      .with.property('message', '[A102] wait.batchAsCompleted: inputs must be an iterable, got 5 (number).');
  });

  describe('aborted', () => {
    it('rejects with the reason while it waits for the next input', async () => {
      const counted = countedSignal();
      const never = async function* (): AsyncGenerator<number> {
        yield 0;
        await new Promise(() => {});
      };
      const options = { returnExceptions: true } as const;
      const given = wait.batchAsCompleted(never(), { signal: counted.signal }, options);
      expect(await given.next()).to.deep.equal({ done: false, value: [0, 0] });
      const waiting = caught(given.next());
      await turns();
      const reason = new Error('enough');
      counted.abort(reason);
      expect(await waiting).to.equal(reason);
      expect(counted.listeners).to.equal(0);
    });

    it('reads no further input', async () => {
      const controller = new AbortController();
      let read = 0;
      const endless = function* (): Generator<number> {
        for (;;) yield (read += 1);
      };
      const step = RunnableLambda.from((input: number, ctx: RunContext) => {
        if (input === 3) controller.abort(new Error('enough'));
        return input < 3 ? input : untilAborted(input, ctx);
      });
      const given = step.batchAsCompleted(endless(), { signal: controller.signal, maxConcurrency: 1 });
      const reading = caught(collect(given));
      expect(await reading)
        .to.be.an('error')
        .with.property('message', 'enough');
      expect(read).to.equal(3);
    });
  });

  it('aborts what is in progress when its reader leaves', async () => {
    const aborted: number[] = [];
    const step = RunnableLambda.from(async (input: number, ctx: RunContext) => {
      if (input > 0) await untilAborted(input, ctx).catch(() => aborted.push(input));
      return input;
    });
    for await (const _ of step.batchAsCompleted([1, 0, 2])) break;
    await turns();
    expect(aborted).to.deep.equal([1, 2]);
  });

  it('leaves no timer where it is refused', async () => {
    await caught(wait.batchAsCompleted([1], { timeout: 60_000 }, { maxConcurrency: 0 }).next());
    await collect(wait.batchAsCompleted([1], { timeout: 60_000 }));
    expect(clock.timers).to.equal(0);
  });
});

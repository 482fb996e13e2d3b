import { expect } from 'chai';
import {
  InvalidOptionError,
  InvalidStepError,
  RunnableGenerator,
  RunnableLambda,
  RunnableMap,
  RunnableParallel,
  RunnableSequence,
  addChunks,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { concurrency } from '../support/concurrency.js';
import { turns } from '../support/turns.js';
import { untilAborted } from '../support/until-aborted.js';

/** Gives each letter of its input as a chunk, after a turn. */
const letters = RunnableGenerator.from(async function* letters(chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) {
    for (const letter of chunk) {
      await turns();
      yield letter;
    }
  }
});

describe('RunnableParallel', () => {
  it('A26 C3 gives each step the same input and their outputs as one object', async () => {
    const cases = RunnableParallel.from({
      upper: (text: string) => text.toUpperCase(),
      lower: async (text: string) => text.toLowerCase(),
      length: (text: string) => text.length,
    });
    expect(await cases.invoke('Hello')).to.deep.equal({ upper: 'HELLO', lower: 'hello', length: 5 });
    const parsed = RunnableMap.from({
      str: (text: string) => text,
      json: (text: string): unknown => JSON.parse(text),
    });
    expect(await parsed.invoke('[1, 2, 3]')).to.deep.equal({ str: '[1, 2, 3]', json: [1, 2, 3] });
  });

  it('A26 is the same, however it is written', async () => {
    const steps = { a: (x: number) => x + 1, b: (x: number) => x * 2 };
    const first = RunnableLambda.from((x: number) => x);
    for (const runnable of [
      RunnableParallel.from(steps),
      new RunnableParallel<number, object>(steps),
      new RunnableParallel<number, object>({ a: steps.a }).add('b', steps.b),
      first.pipe(steps),
      RunnableSequence.from([first, steps]),
    ]) {
      expect(await runnable.invoke(2)).to.deep.equal({ a: 3, b: 4 });
    }
  });

  it('A3.1 gives the very input to every branch, and the keys in the order of declaration', async () => {
    const input = { shared: true };
    const seen: unknown[] = [];
    const see = (delay: number) => async (value: unknown) => {
      seen.push(value);
      await turns(delay);
      return delay;
    };
    const output = await RunnableParallel.from({ slow: see(3), quick: see(1), mid: see(2) }).invoke(input);
    expect(Object.entries(output)).to.deep.equal([
      ['slow', 3],
      ['quick', 1],
      ['mid', 2],
    ]);
    for (const value of seen) expect(value).to.equal(input);
  });

  it('A3.1 A9.2 gives no kwargs to its branches, in any verb', async () => {
    const kwargs = RunnableParallel.from({ k: (_: number, ctx: RunContext) => [ctx.kwargs] });
    const given = { k: 1 };
    expect(await kwargs.invoke(0, undefined, given)).to.deep.equal({ k: [{}] });
    expect(await collect(kwargs.stream(0, undefined, given))).to.deep.equal([{ k: [{}] }]);
    expect(await kwargs.batch([0], undefined, {}, given)).to.deep.equal([{ k: [{}] }]);
  });

  it('A3.2 streams chunks of one key each, as its branches produce, which add up to the output', async () => {
    const both = RunnableParallel.from({
      letters,
      upper: (text: string) => text.toUpperCase(),
      count: (text: string) => text.length,
    });
    const chunks = await collect(both.stream('abc'));
    expect(chunks).to.have.length(5);
    for (const chunk of chunks) expect(Object.keys(chunk)).to.have.length(1);
    expect(chunks[0]).to.deep.equal({ upper: 'ABC' });
    expect(addChunks(chunks)).to.deep.equal(await both.invoke('abc'));
  });

  it('A3.3 pulls its input once: a branch that can gives chunks before the input has ended', async () => {
    const log: string[] = [];
    const chain = RunnableSequence.from([
      async function* (_: AsyncIterable<string>) {
        for (const chunk of ['a', 'b']) {
          await turns(3);
          log.push(`made ${chunk}`);
          yield chunk;
        }
      },
      { letters, whole: (text: string) => text },
    ]);
    for await (const chunk of chain.stream('')) log.push(JSON.stringify(chunk));
    expect(log).to.deep.equal(['made a', '{"letters":"a"}', 'made b', '{"whole":"ab"}', '{"letters":"b"}']);
  });

  it('A3.4 a branch that gives no chunk has no key in the stream, and no value in the output', async () => {
    const nothing = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) if (chunk === 'never') yield chunk;
    });
    const both = RunnableParallel.from({ nothing, length: (text: string) => text.length });
    expect(await collect(both.stream('abc'))).to.deep.equal([{ length: 3 }]);
    expect(await both.invoke('abc')).to.deep.equal({ nothing: undefined, length: 3 });
  });

  it('A3.5 without branches gives an empty object, and no chunk', async () => {
    const empty = RunnableParallel.from({});
    expect(await empty.invoke(1)).to.deep.equal({});
    expect(empty.invokeSync(1)).to.deep.equal({});
    expect(await collect(empty.stream(1))).to.deep.equal([]);
    expect(await empty.batch([1, 2])).to.deep.equal([{}, {}]);
  });

  it('A3.6 A25.2 rejects with the first failure in time, aborts the others, and leaves no unhandled rejection', async () => {
    const log: unknown[] = [];
    const branches = RunnableParallel.from({
      late: async () => {
        await turns(2);
        throw new Error('late');
      },
      soon: async () => {
        await turns(1);
        throw new Error('soon');
      },
      waiting: (input: number, ctx: RunContext) =>
        untilAborted(input, ctx).catch((error: unknown) => {
          log.push((error as Error).message);
          throw error;
        }),
      deaf: () => new Promise(() => {}),
    });
    expect(await caught(branches.invoke(1)))
      .to.be.an('error')
      .with.property('message', 'soon');
    expect(log).to.deep.equal(['soon']);
    await turns(3);
  });

  it('A25.2 starts no branch after one that failed synchronously', async () => {
    const log: string[] = [];
    const branches = RunnableParallel.from({
      first: async () => void log.push('first'),
      bad: (): never => {
        throw new Error('bad');
      },
      never: () => void log.push('never'),
    });
    expect(await caught(branches.invoke(1)))
      .to.be.an('error')
      .with.property('message', 'bad');
    expect(() => branches.invokeSync(1)).to.throw('R303');
    await turns();
    expect(log).to.deep.equal(['first', 'first']);
  });

  it('A3.7 is not changed by what happens to the object it was made of', async () => {
    const steps: Record<string, (x: number) => number> = { a: (x) => x };
    const branches = RunnableParallel.from(steps);
    steps.a = (x) => -x;
    steps.b = (x) => x;
    expect(await branches.invoke(1)).to.deep.equal({ a: 1 });
    expect(Object.isFrozen(branches.steps)).to.equal(true);
    const more = branches.add('b', (x: number) => x + 1);
    expect([await branches.invoke(1), await more.invoke(1)]).to.deep.equal([{ a: 1 }, { a: 1, b: 2 }]);
  });

  it('A3.8 a batch runs each input by itself', async () => {
    const log: string[] = [];
    const step = (name: string) => async (input: number) => {
      await turns(input);
      log.push(`${name} ${input}`);
    };
    await RunnableParallel.from({ a: step('a'), b: step('b') }).batch([3, 1], undefined, {
      maxConcurrency: 1,
    });
    expect(log).to.deep.equal(['a 3', 'b 3', 'a 1', 'b 1']);
  });

  it('A3.9 A25.1 honours maxConcurrency, invoked as streamed', async () => {
    for (const maxConcurrency of [1, 2, 5, undefined]) {
      const invoked = concurrency();
      const streamed = concurrency();
      const branchesOf = (step: (input: number) => Promise<number>) =>
        RunnableParallel.from({ a: step, b: step, c: step, d: step, e: step });
      const expected = { a: 2, b: 2, c: 2, d: 2, e: 2 };
      expect(await branchesOf(invoked.step).invoke(2, { maxConcurrency })).to.deep.equal(expected);
      const chunks = await collect(branchesOf(streamed.step).stream(2, { maxConcurrency }));
      expect(addChunks(chunks)).to.deep.equal(expected);
      expect([invoked.most, streamed.most]).to.deep.equal([maxConcurrency ?? 5, maxConcurrency ?? 5]);
    }
  });

  it('A25.1 limits itself alone: a parallel inside has a limit of its own', async () => {
    const count = concurrency();
    const inner = { a: count.step, b: count.step, c: count.step };
    await RunnableParallel.from({ x: inner, y: inner, z: inner }).invoke(2, { maxConcurrency: 2 });
    expect(count.most).to.equal(4);
  });

  it('A3.11 nested, nests its chunks', async () => {
    const nested = RunnableParallel.from({
      x: { p: letters, q: (text: string) => text.toUpperCase() },
      y: (text: string) => text.length,
    });
    const chunks = await collect(nested.stream('abc'));
    expect(chunks).to.deep.include({ x: { p: 'a' } });
    expect(addChunks(chunks)).to.deep.equal({ x: { p: 'abc', q: 'ABC' }, y: 3 });
    expect(await nested.invoke('abc')).to.deep.equal({ x: { p: 'abc', q: 'ABC' }, y: 3 });
  });

  it('A1.2 is called after its keys unless it is given a name', () => {
    expect(RunnableParallel.from({ a: letters, b: letters }).getName()).to.equal('RunnableParallel<a,b>');
    expect(RunnableParallel.from({ a: letters }, { name: 'facts' }).getName()).to.equal('facts');
    expect(RunnableParallel.from({ a: letters }, { name: 'facts' }).add('b', letters).name).to.equal('facts');
  });

  it('A1.3 names the key of what is no step', () => {
    const steps = { good: letters, bad: { worse: [letters] } };
    expect(() => RunnableParallel.from(steps)).to.throw(
      InvalidStepError,
      '[A103] RunnableParallel, key "bad", key "worse" must be a runnable, a function, or an object of these, got an array of 1.',
    );
    expect(() => RunnableParallel.from(null as never)).to.throw(
      InvalidOptionError,
      '[A102] RunnableParallel: steps must be an object of steps, got null.',
    );
    expect(() => RunnableParallel.from({}).add('key', 1 as never)).to.throw(
      InvalidStepError,
      '[A103] RunnableParallel<>, key "key" must be',
    );
  });

  it('takes a key named __proto__ for a key', async () => {
    const branches = RunnableParallel.from({ a: (x: number) => x }).add('__proto__', (x: number) => x + 1);
    for (const output of [await branches.invoke(1), addChunks(await collect(branches.stream(1)))]) {
      expect(Object.entries(output as object)).to.deep.equal([
        ['a', 1],
        ['__proto__', 2],
      ]);
      expect(Object.getPrototypeOf(output)).to.equal(Object.prototype);
    }
  });

  it('is addable in its chunks, and plain in its output', async () => {
    const branches = RunnableParallel.from({ a: letters });
    const twice = addChunks([await branches.invoke('a'), await branches.invoke('b')]);
    expect(twice).to.deep.equal({ a: 'b' });
    const [first, second] = await collect(branches.stream('ab'));
    expect(addChunks([first, second])).to.deep.equal({ a: 'ab' });
  });
});

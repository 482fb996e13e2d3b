import { AsyncLocalStorage } from 'node:async_hooks';
import { expect } from 'chai';
import {
  AsynchronousStepError,
  InvalidOptionError,
  NextCalledTwiceError,
  RunnableGenerator,
  RunnableLambda,
  RunnableSequence,
  type Interceptor,
  type Run,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { warningsOf } from '../support/warnings.js';

const add = RunnableLambda.from((x: number) => x + 1, { name: 'add' });
const count = RunnableGenerator.from(async function* count(chunks: AsyncIterable<number>) {
  for await (const chunk of chunks) for (let n = 1; n <= chunk; n += 1) yield n;
});

describe('withInterceptors', () => {
  let calls: string[];
  beforeEach(() => {
    calls = [];
  });
  const around = (label: string): Interceptor => ({
    async intercept(_run, next) {
      calls.push(`${label} before`);
      const output = await next();
      calls.push(`${label} after ${String(output)}`);
      return output;
    },
    onStart: () => calls.push(`${label} start`),
    onChunk: (_run, chunk) => calls.push(`${label} chunk ${String(chunk)}`),
    onEnd: (run) => calls.push(`${label} end ${String(run.output)}`),
    onError: (run) => calls.push(`${label} error ${String(run.error)}`),
    onFinally: () => calls.push(`${label} finally`),
  });

  it('goes around the run: the first outermost, told first of the start and of the end', async () => {
    expect(await add.withInterceptors(around('a'), around('b')).invoke(1)).to.equal(2);
    expect(calls).to.deep.equal([
      ...['a start', 'b start', 'a before', 'b before'],
      ...['b after 2', 'a after 2', 'a end 2', 'b end 2', 'a finally', 'b finally'],
    ]);
  });

  it('goes around a stream in the same order, its chunks passing on as they come', async () => {
    const chunks: number[] = [];
    for await (const chunk of count.withInterceptors(around('a')).stream(2)) {
      calls.push(`reader ${String(chunk)}`);
      chunks.push(chunk);
    }
    expect(chunks).to.deep.equal([1, 2]);
    expect(calls).to.deep.equal([
      ...['a start', 'a before', 'a chunk 1', 'reader 1', 'a chunk 2', 'reader 2'],
      ...['a after 3', 'a end 3', 'a finally'],
    ]);
  });

  it('goes around each run of a batch', async () => {
    expect(await add.withInterceptors(around('a')).batch([1, 2])).to.deep.equal([2, 3]);
    expect(calls.filter((call) => call.startsWith('a after'))).to.have.members(['a after 2', 'a after 3']);
  });

  it('goes around a run of the runnable, not around its steps', async () => {
    await RunnableSequence.from([add, add]).withInterceptors(around('a')).invoke(1);
    expect(calls.filter((call) => call === 'a before')).to.have.length(1);
  });

  it('may change the output', async () => {
    const doubled = add.withInterceptors({ intercept: async (_run, next) => ((await next()) as number) * 2 });
    expect(await doubled.invoke(1)).to.equal(4);
    expect(await doubled.batch([1, 2])).to.deep.equal([4, 6]);
    const shown: unknown[] = [];
    await doubled.withListeners({ onEnd: (run) => shown.push(run.output) }).invoke(1);
    expect(shown).to.deep.equal([4]);
  });

  describe('that answers by itself', () => {
    let worked = 0;
    const work = RunnableLambda.from(
      (text: string) => {
        worked += 1;
        return text.length;
      },
      { name: 'work' },
    );
    const cached = (runnable: typeof work) => {
      const known = new Map<unknown, Promise<unknown>>();
      return runnable.withInterceptors({
        intercept(run, next) {
          let output = known.get(run.input);
          if (output === undefined) known.set(run.input, (output = next()));
          return output;
        },
      });
    };
    beforeEach(() => {
      worked = 0;
    });

    it('has the step not called at all, invoked, streamed or in a batch', async () => {
      const cache = cached(work);
      expect(await cache.invoke('four')).to.equal(4);
      expect(await collect(cache.stream('four'))).to.deep.equal([4]);
      expect(await cache.batch(['four', 'one', 'four'])).to.deep.equal([4, 3, 4]);
      expect(worked).to.equal(2);
    });

    it('knows the input of a stream in the middle of a chain', async () => {
      const cache = cached(work);
      const chain = RunnableSequence.from([(text: string) => text, cache]);
      expect(await collect(chain.stream('four'))).to.deep.equal([4]);
      expect(await collect(chain.stream('one'))).to.deep.equal([3]);
      expect(await collect(chain.stream('one'))).to.deep.equal([3]);
      expect(worked).to.equal(2);
    });

    it('leaves the rest of a batch to go through the node together', async () => {
      const sizes: number[] = [];
      const first = RunnableLambda.from((x: number) => x, { name: 'first' });
      const chain = RunnableSequence.from([first, add]).withInterceptors({
        intercept: async (run, next) => ((run.input as number) > 2 ? -1 : next()),
        onEnd: (run) => sizes.push(run.output as number),
      });
      expect(await chain.batch([1, 2, 3, 4])).to.deep.equal([2, 3, -1, -1]);
      expect(sizes.sort()).to.deep.equal([-1, -1, 2, 3]);
    });

    it('may hold back a batch one by one', async () => {
      let busy = false;
      const queue: (() => void)[] = [];
      const oneByOne: Interceptor = {
        async intercept(_run, next) {
          if (busy) await new Promise<void>((resolve) => queue.push(resolve));
          busy = true;
          try {
            return await next();
          } finally {
            busy = false;
            queue.shift()?.();
          }
        },
      };
      const chain = RunnableSequence.from([add, add]).withInterceptors(oneByOne);
      expect(await chain.batch([1, 2, 3])).to.deep.equal([3, 4, 5]);
    });
  });

  it('may deal with the failure of the step', async () => {
    const fail = RunnableLambda.from((_: number): number => {
      throw new Error('down');
    });
    const safe = fail.withInterceptors({ intercept: (_run, next) => next().catch(() => -1) });
    expect(await safe.invoke(1)).to.equal(-1);
    expect(await collect(safe.stream(1))).to.deep.equal([-1]);
    expect(await safe.batch([1, 2])).to.deep.equal([-1, -1]);
  });

  it('fails the run with what intercept throws', async () => {
    const error = new Error('forbidden');
    const guarded = add
      .withInterceptors({
        intercept: () => {
          throw error;
        },
      })
      .withInterceptors({ onError: (run) => calls.push(String(run.error)) });
    expect(await caught(guarded.invoke(1))).to.equal(error);
    expect(await caught(collect(guarded.stream(1)))).to.equal(error);
    expect(await caught(guarded.batch([1]))).to.equal(error);
    expect(calls).to.deep.equal(Array(3).fill('Error: forbidden'));
  });

  it('throws on the error of a stream that has given chunks, whatever intercept makes of it', async () => {
    const breaks = RunnableGenerator.from(async function* () {
      yield 1;
      throw new Error('cut');
    });
    const stream = breaks.withInterceptors({ intercept: (_run, next) => next().catch(() => 0) }).stream(1);
    expect((await stream.next()).value).to.equal(1);
    expect(await caught(stream.next())).to.have.property('message', 'cut');
  });

  it('does not break the run when an on… method throws, unless it says raiseError', async () => {
    const breaking: Interceptor = {
      onStart: () => {
        throw new Error('no start');
      },
      onChunk: () => Promise.reject(new Error('no chunk')),
    };
    const warnings = await warningsOf(async () => {
      expect(await collect(count.withInterceptors(breaking).stream(1))).to.deep.equal([1]);
    });
    expect(warnings).to.deep.equal([
      'An observer failed in run count: Error: no start',
      'An observer failed in run count: Error: no chunk',
    ]);
    let closed = false;
    const source = RunnableGenerator.from(async function* () {
      try {
        yield 1;
        yield 2;
      } finally {
        closed = true;
      }
    });
    const strict = source.withInterceptors({ ...breaking, raiseError: true, onStart: undefined });
    expect(await caught(collect(strict.stream(1)))).to.have.property('message', 'no chunk');
    expect(closed).to.equal(true);
  });

  it('has what it sets in an AsyncLocalStorage active inside the step, invoked or streamed', async () => {
    const storage = new AsyncLocalStorage<string>();
    const span: Interceptor = { intercept: (run, next) => storage.run(run.name, next) };
    const ask = RunnableLambda.from(
      async () => {
        await Promise.resolve();
        return storage.getStore();
      },
      { name: 'ask' },
    );
    const generate = RunnableGenerator.from(async function* generate() {
      yield storage.getStore();
      await Promise.resolve();
      yield storage.getStore();
    });
    expect(await ask.withInterceptors(span).invoke(1)).to.equal('ask');
    expect(await ask.withInterceptors(span).batch([1, 2])).to.deep.equal(['ask', 'ask']);
    const read: unknown[] = [];
    for await (const chunk of generate.withInterceptors(span).stream(1)) {
      read.push(chunk, storage.getStore());
    }
    expect(read).to.deep.equal(['generate', undefined, 'generate', undefined]);
    expect(await ask.invoke(1, { callbacks: [span] })).to.equal('ask');
  });

  it('has it active also in the steps of a chain, in calls of a step, and in a step in the middle of a stream', async () => {
    const storage = new AsyncLocalStorage<string>();
    const span: Interceptor = { intercept: (run, next) => storage.run(run.name, next) };
    const seen: string[] = [];
    const note = (name: string) =>
      RunnableGenerator.from(
        async function* (chunks: AsyncIterable<number>) {
          for await (const chunk of chunks) {
            await Promise.resolve();
            seen.push(`${name} ${String(storage.getStore())}`);
            yield chunk;
          }
        },
        { name },
      );
    const calls = RunnableLambda.from((x: number) => note('called').invoke(x), { name: 'calls' });
    const inner = RunnableSequence.from([note('first'), calls], { name: 'inner' }).withInterceptors(span);
    const chain = RunnableSequence.from([note('before'), inner, note('after')]);
    const expected = ['before undefined', 'first inner', 'called inner', 'after undefined'];
    await chain.invoke(1);
    expect(seen.splice(0)).to.deep.equal(expected);
    await collect(chain.stream(1));
    expect(seen.splice(0)).to.deep.equal(expected);
    await chain.batch([1]);
    expect(seen.splice(0)).to.deep.equal(expected);
    await collect(chain.streamEvents(1));
    expect(seen).to.deep.equal(expected);
  });

  it('goes around a run inside of the callbacks of the call, the last added outside of those added before', async () => {
    const chain = add
      .withInterceptors(around('c'), around('d'))
      .withListeners({ onStart: () => calls.push('listener start') })
      .withInterceptors(around('b'));
    await chain.withConfig({ callbacks: [around('bound')] }).invoke(1, { callbacks: [around('a')] });
    expect(calls.filter((call) => call.endsWith('start') || call.endsWith('before'))).to.deep.equal([
      ...['a start', 'bound start', 'b start', 'listener start', 'c start', 'd start'],
      ...['a before', 'bound before', 'b before', 'c before', 'd before'],
    ]);
  });

  it('fails the run with what interceptStream throws, at once or between chunks, and closes what it read', async () => {
    let closed = 0;
    const source = RunnableGenerator.from(async function* () {
      try {
        yield 1;
        yield 2;
      } finally {
        closed += 1;
      }
    });
    const errors: unknown[] = [];
    const listeners = { onError: (run: Run) => errors.push(run.error) };
    const early: Interceptor = {
      interceptStream: () => {
        throw new Error('early');
      },
    };
    const late: Interceptor = {
      async *interceptStream(_run, next) {
        for await (const chunk of next()) {
          yield chunk;
          throw new Error('late');
        }
      },
    };
    for (const [interceptor, message] of [
      [early, 'early'],
      [late, 'late'],
    ] as const) {
      const error = await caught(
        collect(source.withInterceptors(interceptor).withListeners(listeners).stream(0)),
      );
      expect(error).to.have.property('message', message);
      expect(errors.pop()).to.equal(error);
    }
    expect(closed).to.equal(1);
  });

  it('sees the end of a stream that its reader leaves', async () => {
    for await (const _ of count.withInterceptors(around('a')).stream(3)) break;
    expect(calls).to.deep.equal([
      ...['a start', 'a before', 'a chunk 1', 'a after 1', 'a end 1', 'a finally'],
    ]);
  });

  it('may go around the chunks of a stream by interceptStream, which also reads its input as it comes', async () => {
    const twice: Interceptor = {
      async *interceptStream(_run, next) {
        for await (const chunk of next()) yield (chunk as number) * 2;
      },
    };
    const chain = RunnableSequence.from([count, count.withInterceptors(twice)]);
    expect(await collect(chain.stream(2))).to.deep.equal([2, 2, 4]);
    expect(await count.withInterceptors(twice).invoke(2)).to.equal(3);
  });

  it('executes a run once', async () => {
    const twice = add.withInterceptors({
      intercept: async (_run, next) => {
        await next();
        return next();
      },
    });
    expect(await caught(twice.invoke(1))).to.be.instanceOf(NextCalledTwiceError);
    expect(await caught(collect(twice.stream(1)))).to.be.instanceOf(NextCalledTwiceError);
    expect(await caught(RunnableSequence.from([twice, add]).batch([1]))).to.be.instanceOf(
      NextCalledTwiceError,
    );
  });

  it('makes a run asynchronous, which invokeSync refuses', () => {
    expect(() => add.withInterceptors(around('a')).invokeSync(1)).to.throw(AsynchronousStepError, 'add');
    const watched: Run[] = [];
    expect(add.withInterceptors({ onEnd: (run) => watched.push(run) }).invokeSync(1)).to.equal(2);
    expect(watched).to.have.length(1);
  });

  it('refuses what has none of its methods', () => {
    expect(() => add.withInterceptors({ onEnd: () => undefined }, {})).to.throw(
      InvalidOptionError,
      'add.withInterceptors: interceptor 2 must be an object with one of the methods intercept,',
    );
  });
});

import 'reflect-metadata';
import { expect } from 'chai';
import {
  AsynchronousStepError,
  Configurable,
  InvalidOptionError,
  RecursionLimitError,
  Runnable,
  RunnableGenerator,
  RunnableLambda,
  RunnableSequence,
  Step,
  runPathOf,
  type Run,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';

describe('RunnableLambda', () => {
  it('A26 C3 gives what its function answers, now or later', async () => {
    const addOne = RunnableLambda.from((x: number) => x + 1);
    const addOneLater = RunnableLambda.from(async (x: number) => x + 1);
    expect(await addOne.invoke(1)).to.equal(2);
    expect(await addOneLater.invoke(1)).to.equal(2);
    expect(await addOne.batch([1, 2, 3])).to.deep.equal([2, 3, 4]);
    expect(addOne.invokeSync(1)).to.equal(2);
    const upper = RunnableLambda.from((text: string) => text.toUpperCase());
    expect(await collect(upper.stream('hello'))).to.deep.equal(['HELLO']);
  });

  it('A4.1 refuses what is no function', () => {
    expect(() => new RunnableLambda('x' as never)).to.throw(
      InvalidOptionError,
      '[A102] RunnableLambda: fn must be a function, got "x" (string).',
    );
    expect(() => RunnableLambda.from(null as never)).to.throw(InvalidOptionError, 'got null');
  });

  it('A4.2 gives its function the context, and takes it as a config', async () => {
    const inner = RunnableLambda.from((_: number, ctx: RunContext) => [ctx.tags, ctx.kwargs]);
    const outer = RunnableLambda.from((input: number, ctx: RunContext) =>
      inner.invoke(input, ctx, { own: 1 }),
    );
    expect(await outer.invoke(0, { tags: ['t'] })).to.deep.equal([['t'], { own: 1 }]);
  });

  it('A4.3 runs a runnable that its function returns, on the same input, and streams it', async () => {
    const letters = RunnableGenerator.from(async function* letters(chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) yield* chunk;
    });
    const now = RunnableLambda.from((text: string) => (text === '' ? 'empty' : letters));
    const later = RunnableLambda.from(async (text: string) => (text === '' ? 'empty' : letters));
    for (const choose of [now, later]) {
      expect(await choose.invoke('abc')).to.equal('abc');
      expect(await choose.invoke('')).to.equal('empty');
      expect(await collect(choose.stream('abc'))).to.deep.equal(['a', 'b', 'c']);
      expect(await choose.batch(['abc', ''])).to.deep.equal(['abc', 'empty']);
      expect(await collect(choose.pipe((text) => text.length).stream('abc'))).to.deep.equal([3]);
    }
    const chosen = RunnableLambda.from((x: number) => RunnableLambda.from(() => x + 1));
    expect(chosen.invokeSync(1)).to.equal(2);
  });

  it('A4.3 gives the returned runnable its context without kwargs, and its place in the path of an error', async () => {
    const inner = RunnableLambda.from(function inner(_: number, ctx: RunContext): readonly unknown[] {
      if (ctx.tags.includes('fail')) throw new Error('inner');
      return [ctx.tags, ctx.kwargs];
    });
    const outer = RunnableLambda.from(function outer() {
      return inner;
    });
    expect(await outer.invoke(0, { tags: ['t'] }, { k: 1 })).to.deep.equal([['t'], {}]);
    for (const work of [
      outer.invoke(0, { tags: ['fail'] }),
      outer.stream(0, { tags: ['fail'] }).next(),
      outer.batch([0], { tags: ['fail'] }),
    ]) {
      expect(runPathOf(await caught(work))).to.equal('outer > inner');
    }
  });

  describe('A4.4 recursionLimit', () => {
    /** Returns itself as often as the input says. */
    const countdown: RunnableLambda<{ left: number }, string> = new RunnableLambda<{ left: number }, string>(
      (state): unknown => {
        if (state.left === 0) return 'done';
        state.left -= 1;
        return countdown;
      },
      { name: 'countdown' },
    );
    const within = (left: number, limit?: number) => countdown.invoke({ left }, { recursionLimit: limit });

    it('D4 allows exactly as many nested returns, 25 by default', async () => {
      expect(await within(10, 10)).to.equal('done');
      expect(await within(25)).to.equal('done');
      expect(await within(0, 0)).to.equal('done');
      for (const [left, limit] of [
        [10, 9],
        [26, undefined],
        [1, 0],
      ] as const) {
        expect(await caught(within(left, limit)))
          .to.be.instanceOf(RecursionLimitError)
          .with.property('message')
          .that.includes(
            '[R301] Recursion limit reached when invoking countdown with input an object with left.',
          );
      }
    });

    it('D4 counts alike where it is streamed, batched, or run synchronously', async () => {
      const limit = { recursionLimit: 9 };
      expect(await collect(countdown.stream({ left: 9 }, limit))).to.deep.equal(['done']);
      expect(await caught(collect(countdown.stream({ left: 10 }, limit)))).to.be.instanceOf(
        RecursionLimitError,
      );
      expect(await countdown.batch([{ left: 9 }], limit)).to.deep.equal(['done']);
      expect(await caught(countdown.batch([{ left: 10 }], limit))).to.be.instanceOf(RecursionLimitError);
      expect(countdown.invokeSync({ left: 9 }, limit)).to.equal('done');
      expect(() => countdown.invokeSync({ left: 10 }, limit)).to.throw(RecursionLimitError);
    });
  });

  it('A4.5 streamed, waits for its whole input, is called once, and gives one chunk, be it no value', async () => {
    const inputs: unknown[] = [];
    const nothing = RunnableLambda.from((input: string) => void inputs.push(input));
    expect(await collect(nothing.transform(['a', 'b']))).to.deep.equal([undefined]);
    expect(inputs).to.deep.equal(['ab']);
    expect(await collect(RunnableLambda.from(() => null).stream(0))).to.deep.equal([null]);
  });

  it('A4.6 a generator function gives chunks; invoke adds them up, or keeps the last that do not add', async () => {
    const functions = {
      now: function* (text: string): Generator {
        if (text === 'objects') yield* [{ a: 1 }, { b: 2 }];
        else yield* text;
      },
      later: async function* (text: string): AsyncGenerator {
        await turns();
        if (text === 'objects') yield* [{ a: 1 }, { b: 2 }];
        else yield* text;
      },
    };
    for (const fn of Object.values(functions)) {
      const lambda = RunnableLambda.from(fn as (text: string) => Generator);
      expect(await collect(lambda.stream('abc'))).to.deep.equal(['a', 'b', 'c']);
      expect(await lambda.invoke('abc')).to.equal('abc');
      expect(await lambda.invoke('objects')).to.deep.equal({ b: 2 });
      expect(await lambda.invoke('')).to.equal(undefined);
      expect(await collect(lambda.stream(''))).to.deep.equal([]);
      expect(await collect(lambda.transform(['a', 'b']))).to.deep.equal(['a', 'b']);
    }
    expect(RunnableLambda.from(functions.now).invokeSync('abc')).to.equal('abc');
  });

  it('A4.6 any asynchronous iterable is chunks, lists and sets are values', async () => {
    const web = RunnableLambda.from(
      () =>
        new ReadableStream<string>({
          start(controller) {
            controller.enqueue('a');
            controller.enqueue('b');
            controller.close();
          },
        }),
    );
    expect(await web.invoke(0)).to.equal('ab');
    expect(await collect(web.stream(0))).to.deep.equal(['a', 'b']);
    expect(await RunnableLambda.from(() => ['a', 'b']).invoke(0)).to.deep.equal(['a', 'b']);
    expect(await collect(RunnableLambda.from(() => new Set([1])).stream(0))).to.deep.equal([new Set([1])]);
  });

  it('A4.6 awaits anything with a then', async () => {
    const thenable = {
      then: (resolve: (value: number) => void) => resolve(5),
    };
    const lambda = RunnableLambda.from(() => thenable as unknown as Promise<number>);
    expect(await lambda.invoke(0)).to.equal(5);
    expect(await lambda.pipe((x) => x + 1).invoke(0)).to.equal(6);
    expect(await collect(lambda.stream(0))).to.deep.equal([5]);
    expect(await lambda.batch([0])).to.deep.equal([5]);
  });

  it('A4.7 a runnable that a generator function yields is a chunk like any other', async () => {
    const inner = RunnableLambda.from((x: number) => x + 1);
    const yielding = RunnableLambda.from(function* (_: number) {
      yield inner;
    });
    expect(await yielding.invoke(1)).to.equal(inner);
    expect(await collect(yielding.stream(1))).to.deep.equal([inner]);
    const letters = RunnableLambda.from(function* (text: string) {
      yield* text;
    });
    expect(await collect(letters.stream('ab'))).to.deep.equal(['a', 'b']);
  });

  it('A4.8 is not called for an input without a chunk, and gives none', async () => {
    let called = 0;
    const lambda = RunnableLambda.from(() => (called += 1));
    expect(await collect(lambda.transform([]))).to.deep.equal([]);
    expect(called).to.equal(0);
  });

  it('A4.9 has the runnables that it was declared to depend on', () => {
    const dep = RunnableLambda.from((x: number) => x);
    expect(RunnableLambda.from((x: number) => x, { deps: [dep] }).deps).to.deep.equal([dep]);
    expect(dep.deps).to.deep.equal([]);
  });

  it('A4.9 may depend on an instance of a decorated class', async () => {
    @Runnable()
    class Shout extends Step<string, string> {
      @Configurable({ id: 'mark' }) mark = '!';
      run(text: string): string {
        return text + this.mark;
      }
    }
    const shout = new Shout();
    const twice = RunnableLambda.from((text: string, ctx: RunContext) => shout.invoke(text, ctx), {
      deps: [shout],
    });
    expect(twice.configSpecs.map(({ id }) => id)).to.deep.equal(['mark']);
    expect([...twice.getGraph().nodes.values()].map(({ name }) => name)).to.include('Shout');
    expect(await twice.invoke('a', { configurable: { mark: '?' } })).to.equal('a?');
  });

  it('A4.9 refuses to depend on what is no runnable', () => {
    for (const deps of [[(x: number) => x], {}] as never[]) {
      expect(() => RunnableLambda.from((x: number) => x, { deps }))
        .to.throw(InvalidOptionError)
        .with.property('message')
        .that.includes('deps must be a list of runnables');
    }
  });

  it('A4.11 reads as its name, or as its source where that is short', () => {
    function named(x: number): number {
      return x;
    }
    expect(String(RunnableLambda.from(named))).to.equal('RunnableLambda(named)');
    expect(String(RunnableLambda.from((x: number) => x * 2))).to.equal('RunnableLambda((x) => x * 2)');
    expect(
      String(
        RunnableLambda.from((x: number) => {
          const doubled = x * 2;
          return doubled;
        }),
      ),
    ).to.equal('RunnableLambda(...)');
  });

  it('A1.2 bears the name of its function, or the one it is given', () => {
    const arrow = (x: number): number => x;
    expect(RunnableLambda.from(arrow).getName()).to.equal('arrow');
    expect(RunnableLambda.from(arrow, { name: 'other' }).getName()).to.equal('other');
    expect(RunnableLambda.from((x: number) => x).getName()).to.equal('RunnableLambda');
    expect(RunnableLambda.from((x: number) => x).name).to.equal(undefined);
  });

  it('A4.12 a function as a runnable bears its name, and what it calls is a run below its own', async () => {
    const paths: string[] = [];
    const inner = RunnableLambda.from(async (text: string) => text.length, { name: 'inner' });
    async function answer(text: string): Promise<number> {
      return (await inner.invoke(text)) + (await inner.batch([text]))[0]!;
    }
    const chain = RunnableLambda.from(answer);
    const callbacks = [{ onStart: (run: Run) => void paths.push(run.path) }];
    expect(await chain.invoke('ab', { callbacks })).to.equal(4);
    expect(paths).to.deep.equal(['answer', 'answer > inner', 'answer > inner']);
  });

  it('A1.8 throws the very error of its function', async () => {
    const error = Object.freeze(new TypeError('mine'));
    const now = RunnableLambda.from((): number => {
      throw error;
    });
    const later = RunnableLambda.from(async (): Promise<number> => Promise.reject(error));
    for (const lambda of [now, later]) {
      expect(await caught(lambda.invoke(0))).to.equal(error);
      expect(await caught(collect(lambda.stream(0)))).to.equal(error);
      expect(await caught(lambda.batch([0]))).to.equal(error);
    }
    expect(() => now.invokeSync(0)).to.throw(error);
  });

  describe('A25.21 invokeSync', () => {
    const same = (x: number): number => x;
    const later = async function later(x: number): Promise<number> {
      await turns();
      return x;
    };

    it('runs a chain of synchronous steps in the current turn', () => {
      const chain = RunnableSequence.from([same, { a: same, b: { c: same } }]);
      expect(chain.invokeSync(1)).to.deep.equal({ a: 1, b: { c: 1 } });
    });

    it('names the step that is asynchronous', () => {
      const chains = [
        RunnableLambda.from(later),
        RunnableSequence.from([same, later, same]),
        RunnableSequence.from([same, { a: same, b: { c: later } }]),
        RunnableLambda.from(() => RunnableLambda.from(later)),
      ];
      for (const chain of chains) {
        expect(() => chain.invokeSync(1)).to.throw(
          AsynchronousStepError,
          '[R303] invokeSync needs synchronous steps, but later gives a promise. Use invoke, or make the step synchronous.',
        );
      }
    });

    it('names a step that yields chunks asynchronously', () => {
      const chunks = RunnableLambda.from(async function* chunks() {
        yield 1;
      });
      expect(() => RunnableSequence.from([same, chunks]).invokeSync(1)).to.throw(
        AsynchronousStepError,
        'chunks gives its chunks asynchronously',
      );
    });

    it('leaves no unhandled rejection of a step that it refused', async () => {
      const fails = RunnableLambda.from(async (): Promise<number> => {
        await turns();
        throw new Error('unheard');
      });
      expect(() => fails.pipe(same).invokeSync(1)).to.throw(AsynchronousStepError);
      await turns(2);
    });
  });

  it('ignores a result that arrives after an abort', async () => {
    const log: string[] = [];
    const controller = new AbortController();
    const answers = {
      chunks: async function* () {
        log.push('chunks');
        yield 1;
      },
      list: function* () {
        log.push('list');
        yield 1;
      },
      runnable: () =>
        RunnableLambda.from(() => {
          log.push('runnable');
          return 1;
        }),
    };
    for (const [name, answer] of Object.entries(answers)) {
      const lambda = RunnableLambda.from(async () => {
        await turns();
        controller.abort(new Error(name));
        return answer();
      });
      const { signal } = controller;
      const runs = [
        caught(lambda.invoke(0, { signal })),
        caught(collect(lambda.stream(0, { signal }))),
        caught(lambda.pipe((x: unknown) => x).invoke(0, { signal })),
        caught(lambda.batch([0], { signal })),
      ];
      for (const error of await Promise.all(runs)) expect(error).to.equal(signal.reason);
    }
    await turns(2);
    expect(log).to.deep.equal([]);
  });
});

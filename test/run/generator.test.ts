import { expect } from 'chai';
import {
  AsynchronousStepError,
  InvalidOptionError,
  NotAddableError,
  RunnableGenerator,
  RunnableLambda,
  RunnableSequence,
  runPathOf,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';

const tokens = ['Have', ' a', ' nice', ' day'];

describe('RunnableGenerator', () => {
  it('A26 gives the sum of what it yields, or each as a chunk', async () => {
    const chant = RunnableGenerator.from(async function* chant(_: AsyncIterable<unknown>) {
      yield* tokens;
    });
    expect(await chant.invoke(undefined)).to.equal('Have a nice day');
    expect(await collect(chant.stream(undefined))).to.deep.equal(tokens);
    expect(await chant.batch([undefined, undefined])).to.deep.equal(['Have a nice day', 'Have a nice day']);
  });

  it('A26 works on the chunks of the step before as they come', async () => {
    const chant = RunnableLambda.from(async function* () {
      yield* ['Let', "'s", ' go', ',', ' now', '.'];
    });
    const chain = chant.pipe(
      RunnableGenerator.from(async function* clap(chunks: AsyncIterable<string>) {
        for await (const token of chunks) yield /[,.]/.test(token) ? `${token} 👏` : token;
      }),
    );
    expect(await collect(chain.stream(0))).to.deep.equal(['Let', "'s", ' go', ', 👏', ' now', '. 👏']);
    expect(await chain.invoke(0)).to.equal("Let's go, now. 👏");
  });

  it('A26 splits on whitespace', async () => {
    const split = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) yield* chunk.split(/\s+/);
    });
    expect(await collect(split.stream('to be or'))).to.deep.equal(['to', 'be', 'or']);
  });

  it('A5.1 refuses what is no generator function', async () => {
    expect(() => new RunnableGenerator(5 as never)).to.throw(
      InvalidOptionError,
      '[A102] RunnableGenerator: transform must be a generator function, got 5 (number).',
    );
    const plain = RunnableGenerator.from(function plain() {
      return 5;
    } as never);
    expect(await caught(plain.invoke(0)))
      .to.be.instanceOf(InvalidOptionError)
      .with.property(
        'message',
        '[A102] plain: transform must be a generator function, got the function plain.',
      );
    expect(await caught(plain.stream(0).next())).to.be.instanceOf(InvalidOptionError);
  });

  it('A5.1 A1.2 bears the name of its function, or the one it is given', () => {
    async function* named(): AsyncGenerator<number> {}
    expect(RunnableGenerator.from(named).getName()).to.equal('named');
    expect(RunnableGenerator.from(named, { name: 'other' }).getName()).to.equal('other');
    expect(RunnableGenerator.from(async function* () {}).getName()).to.equal('RunnableGenerator');
    expect(String(RunnableGenerator.from(named))).to.equal('RunnableGenerator(named)');
  });

  it('A5.2 gets its input as a stream of one chunk, or the chunks there are, lazily', async () => {
    const log: string[] = [];
    const see = RunnableGenerator.from(async function* (chunks: AsyncIterable<number>) {
      for await (const chunk of chunks) {
        log.push(`saw ${chunk}`);
        yield chunk;
      }
    });
    expect(await collect(see.stream(1))).to.deep.equal([1]);
    const source = async function* (): AsyncGenerator<number> {
      for (const chunk of [1, 2]) {
        log.push(`made ${chunk}`);
        yield chunk;
      }
    };
    log.length = 0;
    expect(await collect(see.transform(source()))).to.deep.equal([1, 2]);
    expect(log).to.deep.equal(['made 1', 'saw 1', 'made 2', 'saw 2']);
  });

  it('A5.2 runs also on an input without a chunk', async () => {
    const always = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
      yield 'head';
      yield* chunks;
    });
    expect(await collect(always.transform([]))).to.deep.equal(['head']);
  });

  it('A5.3 throws where chunks do not add, and names both', async () => {
    const mixed = RunnableGenerator.from(async function* mixed() {
      yield 'a';
      yield 1;
    });
    expect(await caught(mixed.invoke(0)))
      .to.be.instanceOf(NotAddableError)
      .with.property('message')
      .that.equals(
        '[R302] The chunks of mixed cannot be added: "a" (string) and 1 (number). Stream it, yield chunks of one ' +
          "addable type, or collect them with { collect: 'list' }.",
      );
    expect(await collect(mixed.stream(0))).to.deep.equal(['a', 1]);
  });

  it('A5.3 gives no value where it yields nothing', async () => {
    const nothing = RunnableGenerator.from(async function* () {});
    expect(await nothing.invoke(0)).to.equal(undefined);
    expect(await collect(nothing.stream(0))).to.deep.equal([]);
  });

  it('A25.11 C2.15 C3 collects a list where it is told to, alike where it is streamed', async () => {
    const letters = RunnableGenerator.from(
      async function* (chunks: AsyncIterable<string>) {
        for await (const chunk of chunks) yield* chunk;
      },
      { collect: 'list' },
    );
    expect(await letters.invoke('abc')).to.deep.equal(['a', 'b', 'c']);
    expect(await letters.invoke('')).to.deep.equal([]);
    expect(await collect(letters.stream('abc'))).to.deep.equal([['a'], ['b'], ['c']]);
    expect(await letters.pipe((list) => list.length).invoke('abc')).to.equal(3);
    expect(await collect(letters.pipe((list) => list.length).stream('abc'))).to.deep.equal([3]);
    const mixed = RunnableGenerator.from(
      async function* () {
        yield* ['a', 1];
      },
      { collect: 'list' },
    );
    expect(await mixed.invoke(0)).to.deep.equal(['a', 1]);
  });

  it('A5.4 gets the context, also between chunks', async () => {
    const tags = RunnableGenerator.from(async function* (chunks: AsyncIterable<number>, ctx: RunContext) {
      for await (const _ of chunks) {
        yield [ctx.tags];
        yield [ctx.kwargs];
      }
    });
    expect(await tags.invoke(0, { tags: ['t'] }, { k: 1 })).to.deep.equal([['t'], { k: 1 }]);
  });

  it('A5.4 keeps the context between chunks whoever pulls, and leaves none to its reader', async () => {
    const inner = RunnableLambda.from((_: number, ctx: RunContext) => ctx.tags.join());
    const outer = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      yield await inner.invoke(0);
      yield await inner.invoke(0);
    });
    const a = outer.stream(0, { tags: ['a'] });
    const b = outer.stream(0, { tags: ['b'] });
    const read: unknown[] = [];
    for (let pull = 0; pull < 2; pull += 1) {
      read.push((await a.next()).value, (await b.next()).value, await inner.invoke(0));
    }
    expect(read).to.deep.equal(['a', 'b', '', 'a', 'b', '']);
  });

  it('closes its input when it stops early', async () => {
    const log: string[] = [];
    const source = async function* (): AsyncGenerator<number> {
      try {
        yield* [1, 2, 3];
      } finally {
        log.push('closed');
      }
    };
    const first = RunnableGenerator.from(async function* (chunks: AsyncIterable<number>) {
      for await (const chunk of chunks) {
        yield chunk;
        return;
      }
    });
    expect(await collect(first.transform(source()))).to.deep.equal([1]);
    expect(log).to.deep.equal(['closed']);
  });

  it('stops, and is closed, when its run is aborted while it is invoked', async () => {
    const controller = new AbortController();
    const log: string[] = [];
    const endless = RunnableGenerator.from(async function* () {
      try {
        for (let chunk = 0; ; chunk += 1) {
          log.push(`made ${chunk}`);
          if (chunk === 2) controller.abort(new Error('enough'));
          yield chunk;
          await turns();
        }
      } finally {
        log.push('closed');
      }
    });
    expect(await caught(endless.invoke(0, { signal: controller.signal })))
      .to.be.an('error')
      .with.property('message', 'enough');
    await turns(3);
    expect(log).to.deep.equal(['made 0', 'made 1', 'made 2', 'closed']);
  });

  describe('of a synchronous generator function', () => {
    const seen: unknown[] = [];
    const double = RunnableGenerator.from(function* double(chunks: readonly number[], ctx: RunContext) {
      seen.push(chunks, ctx.kwargs);
      for (const chunk of chunks) yield chunk * 2;
    });
    beforeEach(() => (seen.length = 0));

    it('gets all chunks as a list', async () => {
      expect(await double.invoke(2, undefined, { k: 1 })).to.equal(4);
      expect(seen).to.deep.equal([[2], { k: 1 }]);
      expect(await collect(double.transform([1, 2, 3]))).to.deep.equal([2, 4, 6]);
      expect(seen[2]).to.deep.equal([1, 2, 3]);
      expect(await collect(double.transform([]))).to.deep.equal([]);
      expect(await double.batch([1, 2])).to.deep.equal([2, 4]);
    });

    it('A5.5 A25.21 may be a step of invokeSync, which an asynchronous one may not', () => {
      const chain = RunnableSequence.from([(x: number) => x + 1, double, (x: number) => x + 1]);
      expect(chain.invokeSync(1)).to.equal(5);
      const later = RunnableGenerator.from(async function* later(chunks: AsyncIterable<number>) {
        yield* chunks;
      });
      expect(() => chain.pipe(later).invokeSync(1)).to.throw(
        AsynchronousStepError,
        '[R303] invokeSync needs synchronous steps, but later works on streams.',
      );
    });

    it('A1.3 is what a function* becomes as a step, also one that was bound', async () => {
      const chain = RunnableSequence.from([
        async function* (chunks: AsyncIterable<string>) {
          for await (const chunk of chunks) yield* chunk;
        },
        function* (this: unknown, chunks: readonly string[]) {
          yield chunks.length;
        }.bind(undefined),
      ]);
      expect(await chain.invoke('abc')).to.equal(1);
      expect(await collect(chain.stream('abc'))).to.deep.equal([3]);
    });

    it('A5.3 A25.11 adds up or collects like another', async () => {
      const mixed = function* mixed(_: readonly number[]): Generator {
        yield 'a';
        yield 1;
      };
      expect(await caught(RunnableGenerator.from(mixed).invoke(0))).to.be.instanceOf(NotAddableError);
      expect(() => RunnableGenerator.from(mixed).invokeSync(0)).to.throw(NotAddableError);
      expect(RunnableGenerator.from(mixed, { collect: 'list' }).invokeSync(0)).to.deep.equal(['a', 1]);
      expect(RunnableGenerator.from(function* () {}).invokeSync(0)).to.equal(undefined);
    });

    it('is closed when its reader leaves, and when its chunks do not add', async () => {
      const log: string[] = [];
      const closing = function* (_: readonly number[]): Generator {
        try {
          yield* ['a', 1, 2];
        } finally {
          log.push('closed');
        }
      };
      for await (const _ of RunnableGenerator.from(closing).stream(0)) break;
      await caught(RunnableGenerator.from(closing).invoke(0));
      expect(log).to.deep.equal(['closed', 'closed']);
    });

    it('has its place in the path of an error', async () => {
      const chain = RunnableSequence.from([
        (x: number) => x,
        function* failing(_: readonly number[]): Generator<number> {
          throw new Error('failing');
        },
      ]);
      for (const work of [chain.invoke(1), chain.stream(1).next(), chain.batch([1])]) {
        expect(runPathOf(await caught(work))).to.equal('RunnableSequence > failing');
      }
    });
  });
});

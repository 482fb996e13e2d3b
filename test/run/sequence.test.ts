import { expect } from 'chai';
import {
  InvalidOptionError,
  InvalidStepError,
  Runnable,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  Step,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';

const inc = RunnableLambda.from(function inc(x: number) {
  return x + 1;
});
const double = RunnableLambda.from(function double(x: number) {
  return x * 2;
});

/** A step that works on batches as a whole, and notes what it gets: adds its letter, and fails for some inputs. */
@Runnable()
class Letters extends Step<string, string> {
  letter = '';
  failing: readonly string[] = [];
  readonly seen: string[][] = [];

  run(input: string): string {
    if (this.failing.includes(input)) throw new Error(`${this.letter}: ${input}`);
    return input + this.letter;
  }

  runBatch(inputs: readonly string[]): string[] {
    this.seen.push([...inputs]);
    return inputs.map((input) => this.run(input));
  }
}

function letters(letter: string, failing: readonly string[] = []): Letters {
  return Object.assign(new Letters(), { letter, failing });
}

describe('RunnableSequence', () => {
  it('A26 C3 gives the output of each step to the next', async () => {
    const chain = RunnableSequence.from([(x: number) => x + 1, (x: number) => x * 2]);
    expect(await chain.invoke(1)).to.equal(4);
    expect(chain.invokeSync(1)).to.equal(4);
    expect(await chain.batch([1, 2, 3])).to.deep.equal([4, 6, 8]);
    const wide = inc.pipe({ mul_2: (x) => x * 2, mul_5: (x) => x * 5 });
    expect(await wide.invoke(1)).to.deep.equal({ mul_2: 4, mul_5: 10 });
    const words = RunnableLambda.from((text: string) => text.toUpperCase());
    expect(await words.pipe((text) => `Result: ${text}`).invoke('hello')).to.equal('Result: HELLO');
    expect(await words.pipe((text) => `[${text}]`).invoke('hello')).to.equal('[HELLO]');
    const three = RunnableSequence.from([words, (text: string) => `${text}!`, (text: string) => `[${text}]`]);
    expect(await three.invoke('hello')).to.equal('[HELLO!]');
    const length = RunnableSequence.from([
      (text: string) => text.length,
      (size: number) => size + 1,
      (size: number) => `length=${size - 1}`,
    ]);
    expect(await length.invoke('hello')).to.equal('length=5');
  });

  it('awaits what answers later, wherever it stands, and gives on values that are no values', async () => {
    const log: string[] = [];
    const later = async (x: number): Promise<number> => {
      await turns();
      log.push(`later ${x}`);
      return x + 1;
    };
    const now = (x: number): number => {
      log.push(`now ${x}`);
      return x + 1;
    };
    for (const steps of [
      [later, now, now],
      [now, later, now],
      [now, now, later],
      [later, later, later],
    ] as const) {
      log.length = 0;
      expect(await RunnableSequence.from(steps).invoke(0)).to.equal(3);
      expect(log.map((line) => line.split(' ')[1])).to.deep.equal(['0', '1', '2']);
    }
    for (const nothing of [undefined, null, 0, '', false, Number.NaN]) {
      const chain = RunnableSequence.from([() => nothing, async (value: unknown) => [value]]);
      expect(await chain.invoke(1)).to.deep.equal([nothing]);
    }
  });

  it('runs no step behind one that failed, and throws its very error', async () => {
    let ran = false;
    const error = new Error('fail');
    const chain = RunnableSequence.from([
      inc,
      (): number => {
        throw error;
      },
      (x: number) => {
        ran = true;
        return x;
      },
    ]);
    expect(await caught(chain.invoke(1))).to.equal(error);
    expect(() => chain.invokeSync(1)).to.throw(error);
    expect(ran).to.equal(false);
  });

  it('A2.1 needs at least two steps', () => {
    for (const [steps, got] of [
      [[], 'an array of 0'],
      [[inc], 'an array of 1'],
    ] as const) {
      expect(() => new RunnableSequence(steps as never)).to.throw(
        InvalidOptionError,
        `[A102] RunnableSequence: steps must be a list of at least 2 steps, got ${got}.`,
      );
    }
  });

  it('A1.3 names the step that is none, and what came', () => {
    expect(() => RunnableSequence.from([inc, 5] as never, { name: 'answer' })).to.throw(
      InvalidStepError,
      '[A103] answer, step 2 must be a runnable, a function, or an object of these, got 5 (number).',
    );
    expect(() => inc.pipe({ a: { b: null } } as never)).to.throw(
      InvalidStepError,
      '[A103] inc.pipe, step 1, key "a", key "b" must be a runnable, a function, or an object of these, got null.',
    );
  });

  it('A2.2 takes sequences apart, from both sides and at any depth', () => {
    const two = inc.pipe(double);
    const kinds = (chain: unknown): number => (chain as RunnableSequence<number, number>).steps.length;
    expect(kinds(two.pipe(inc))).to.equal(3);
    expect(kinds(inc.pipe(two))).to.equal(3);
    expect(kinds(two.pipe(two))).to.equal(4);
    expect(kinds(RunnableSequence.from([two, RunnableSequence.from([two, inc])]))).to.equal(5);
    expect(kinds(RunnableSequence.from([inc, RunnableParallel.from({ two })]))).to.equal(2);
  });

  it('A2.3 A25.19 keeps the name of a named sequence when it is piped on, and takes another as the last argument', () => {
    const a = RunnableSequence.from([inc, double], { name: 'a' });
    const b = RunnableSequence.from([inc, double], { name: 'b' });
    const unnamed = inc.pipe(double);
    expect(a.pipe(inc).name).to.equal('a');
    expect(a.pipe(b).name).to.equal('a');
    expect(unnamed.pipe(b).name).to.equal('b');
    expect(inc.pipe(b).name).to.equal('b');
    expect(unnamed.pipe(inc).name).to.equal(undefined);
    expect(a.pipe(inc, { name: 'other' }).name).to.equal('other');
    expect(inc.pipe(double, inc, { name: 'three' }).name).to.equal('three');
  });

  it('takes an object for options only where it is no object of steps', async () => {
    const chain = inc.pipe(double, { name: (x: number) => x });
    expect(await chain.invoke(1)).to.deep.equal({ name: 4 });
    expect(() => inc.pipe({ name: 'x' } as never)).to.throw(InvalidStepError, 'inc.pipe, step 1, key "name"');
  });

  it('A2.4 A25.8 gives kwargs to the first step alone, in every verb', async () => {
    const kwargs = (_: unknown, ctx: RunContext): unknown[] => [ctx.kwargs];
    const chain = RunnableSequence.from([
      (input: unknown, ctx: RunContext) => kwargs(input, ctx),
      async (seen: unknown[], ctx: RunContext) => [...seen, ...kwargs(0, ctx)],
      (seen: unknown[], ctx: RunContext) => [...seen, ...kwargs(0, ctx)],
    ]);
    const expected = [{ k: 1 }, {}, {}];
    expect(await chain.invoke(0, undefined, { k: 1 })).to.deep.equal(expected);
    expect(await collect(chain.stream(0, undefined, { k: 1 }))).to.deep.equal([expected]);
    expect(await collect(chain.transform([0], undefined, { k: 1 }))).to.deep.equal([expected]);
    expect(await chain.batch([0, 0], undefined, {}, { k: 1 })).to.deep.equal([expected, expected]);
    expect(await collect(chain.batchAsCompleted([0], undefined, {}, { k: 1 }))).to.deep.equal([
      [0, expected],
    ]);
    const inner = RunnableLambda.from((_: number, ctx: RunContext) => chain.invoke(0, ctx));
    expect(await inner.invoke(0, undefined, { k: 1 })).to.deep.equal([{}, {}, {}]);
  });

  it('A2.5 streams chunk by chunk through steps that can', async () => {
    const log: string[] = [];
    const produce = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      for (const chunk of [0, 1, 2]) {
        log.push(`produce ${chunk}`);
        yield chunk;
      }
    });
    const consume = RunnableGenerator.from(async function* (chunks: AsyncIterable<number>) {
      for await (const chunk of chunks) {
        log.push(`consume ${chunk}`);
        yield chunk + 1;
      }
    });
    expect(await collect(produce.pipe(consume).stream(0))).to.deep.equal([1, 2, 3]);
    expect(log).to.deep.equal(['produce 0', 'consume 0', 'produce 1', 'consume 1', 'produce 2', 'consume 2']);
  });

  it('A2.6 a step that needs its whole input waits for it, and from it on the output streams again', async () => {
    const log: string[] = [];
    const chain = RunnableSequence.from([
      async function* (_: AsyncIterable<string>) {
        for (const chunk of ['a', 'b', 'c']) {
          log.push(`made ${chunk}`);
          yield chunk;
        }
      },
      (text: string) => {
        log.push(`got ${text}`);
        return text;
      },
      RunnableLambda.from(function* (text: string) {
        yield* text.toUpperCase();
      }),
      async function* (chunks: AsyncIterable<string>) {
        for await (const chunk of chunks) yield `${chunk}!`;
      },
    ]);
    expect(await collect(chain.stream(''))).to.deep.equal(['A!', 'B!', 'C!']);
    expect(log).to.deep.equal(['made a', 'made b', 'made c', 'got abc']);
  });

  it('A1.6 a step behind one that gives no chunk is never called', async () => {
    let called = false;
    const nothing = RunnableGenerator.from(async function* (chunks: AsyncIterable<number>) {
      for await (const chunk of chunks) if (chunk < 0) yield chunk;
    });
    const chain = nothing.pipe((x) => {
      called = true;
      return x;
    });
    expect(await collect(chain.stream(1))).to.deep.equal([]);
    expect(called).to.equal(false);
  });

  it('C3 upper | characters "hi" gives "H", "I"', async () => {
    const chain = RunnableLambda.from((text: string) => text.toUpperCase()).pipe(
      RunnableLambda.from(function* (text: string) {
        yield* text;
      }),
    );
    expect(await collect(chain.stream('hi'))).to.deep.equal(['H', 'I']);
  });

  describe('batch', () => {
    it('A2.7 takes all inputs through a step before any goes to the next', async () => {
      const log: string[] = [];
      const step = (name: string) => async (input: number) => {
        await turns(input);
        log.push(`${name} ${input}`);
        return input;
      };
      await RunnableSequence.from([step('a'), step('b')]).batch([3, 1, 2]);
      expect(log).to.deep.equal(['a 1', 'a 2', 'a 3', 'b 1', 'b 2', 'b 3']);
    });

    it('A2.7 gives a step that works on batches the whole list', async () => {
      const [a, b] = [letters('a'), letters('b')];
      const chain = RunnableSequence.from([a, b]);
      expect(await chain.batch(['x', 'y'])).to.deep.equal(['xab', 'yab']);
      expect([a.seen, b.seen]).to.deep.equal([[['x', 'y']], [['xa', 'ya']]]);
    });

    it('A2.8 D1 drops what failed: later steps get the survivors with their configs, errors stay in place', async () => {
      const calls: string[][] = [];
      const step = (name: string, failing: string) => (input: string, ctx: RunContext) => {
        calls.push([name, input, ctx.tags.join()]);
        if (input.startsWith(failing)) throw new Error(`${name}: ${input}`);
        return `${input}a`;
      };
      const chain = RunnableSequence.from([
        step('1', 'none'),
        step('2', 'bar'),
        step('3', 'baz'),
        step('4', 'foo'),
      ]);
      const inputs = ['foo', 'bar', 'baz', 'qux'];
      const configs = inputs.map((tag) => ({ tags: [tag] }));
      const outputs = await chain.batch(inputs, configs, { returnExceptions: true });
      expect(outputs.map((output) => (output instanceof Error ? output.message : output))).to.deep.equal([
        '4: fooaaa',
        '2: bara',
        '3: bazaa',
        'quxaaaa',
      ]);
      const counts = ['1', '2', '3', '4'].map((name) => calls.filter(([step]) => step === name).length);
      expect(counts).to.deep.equal([4, 4, 3, 2]);
      for (const [, input, tag] of calls) expect(input).to.match(new RegExp(`^${tag}`));
    });

    it('A2.8 calls no further step when all inputs have failed', async () => {
      const [a, b] = [letters('a', ['x', 'y']), letters('b')];
      const chain = RunnableSequence.from([a, b]);
      const outputs = await chain.batch(['x', 'y'], undefined, { returnExceptions: true });
      expect(outputs.every((output) => output instanceof Error)).to.equal(true);
      expect(b.seen).to.deep.equal([]);
    });

    it('A2.9 without returnExceptions the failing step rejects the batch, and no later step is called', async () => {
      const later = letters('b');
      const failing = letters('a', ['y']);
      const chain = RunnableSequence.from([(text: string) => failing.invoke(text), later]);
      expect(await caught(chain.batch(['x', 'y', 'z'])))
        .to.be.an('error')
        .with.property('message', 'a: y');
      await turns(2);
      expect(later.seen).to.deep.equal([]);
    });

    it('gives on outputs that are Errors, in the place of failures', async () => {
      const chain = RunnableSequence.from([
        (input: number) => (input === 1 ? new Error('a value') : input),
        (value: number | Error) => (value instanceof Error ? value.message : value),
      ]);
      expect(await chain.batch([1, 2])).to.deep.equal(['a value', 2]);
    });
  });

  it('A2.11 tells its steps', () => {
    const chain = RunnableSequence.from([inc, double, inc, double]);
    expect(chain.steps).to.deep.equal([inc, double, inc, double]);
    expect([chain.first, chain.middle, chain.last]).to.deep.equal([inc, [double, inc], double]);
    expect(Object.isFrozen(chain.steps)).to.equal(true);
  });

  it('A2.11 reads as its steps', () => {
    const chain = RunnableSequence.from([
      inc,
      { a: double, b: (x: number) => x * 2 },
      async function* shout(chunks: AsyncIterable<object>) {
        yield* chunks;
      },
    ]);
    expect(String(chain)).to.equal(
      [
        'RunnableLambda(inc)',
        '| {',
        '  a: RunnableLambda(double),',
        '  b: RunnableLambda(b)',
        '}',
        '| RunnableGenerator(shout)',
      ].join('\n'),
    );
  });

  it('A1.2 is called RunnableSequence unless it is given a name', () => {
    expect(inc.pipe(double).getName()).to.equal('RunnableSequence');
    expect(RunnableSequence.from([inc, double], { name: 'x' }).getName()).to.equal('x');
  });
});

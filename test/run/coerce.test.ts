import { expect } from 'chai';
import {
  InvalidStepError,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type RunContext,
  type RunnableConfig,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';
import { untilAborted } from '../support/until-aborted.js';

/** What a value becomes as a step. */
function stepOf(value: unknown): unknown {
  return RunnableSequence.from([(x: number) => x, value] as never).last;
}

describe('A1.3 as a step', () => {
  it('a runnable stays as it is', () => {
    const step = RunnableLambda.from((x: number) => x);
    expect(stepOf(step)).to.equal(step);
  });

  it('a generator function becomes a generator, any other function a lambda', () => {
    expect(stepOf(async function* () {})).to.be.instanceOf(RunnableGenerator);
    expect(stepOf(function* () {})).to.be.instanceOf(RunnableGenerator);
    expect(stepOf(() => 1)).to.be.instanceOf(RunnableLambda);
    expect(stepOf(async () => Promise.resolve(1))).to.be.instanceOf(RunnableLambda);
    expect(stepOf(Number)).to.be.instanceOf(RunnableLambda);
  });

  it('an object becomes a parallel, and so do those inside it', () => {
    const parallel = stepOf({ a: () => 1, b: { c: () => 1 } }) as RunnableParallel<unknown, unknown>;
    expect(parallel).to.be.instanceOf(RunnableParallel);
    expect(parallel.steps.b).to.be.instanceOf(RunnableParallel);
    expect(stepOf(Object.create(null))).to.be.instanceOf(RunnableParallel);
  });

  it('anything else is refused, naming the value', () => {
    class Other {}
    const others: [unknown, string][] = [
      [undefined, 'undefined'],
      [null, 'null'],
      [5, '5 (number)'],
      ['x', '"x" (string)'],
      [Symbol('s'), 'Symbol(s) (symbol)'],
      [[], 'an array of 0'],
      [new Map(), 'an instance of Map'],
      [new Other(), 'an instance of Other'],
    ];
    for (const [value, described] of others) {
      expect(() => stepOf(value)).to.throw(
        InvalidStepError,
        `[A103] RunnableSequence, step 2 must be a runnable, a function, or an object of these, got ${described}.`,
      );
    }
    expect(() => stepOf(Other)).to.throw(InvalidStepError, 'Other');
  });

  describe('a runnable of another library', () => {
    class Foreign {
      readonly configs: RunnableConfig[] = [];

      async invoke(input: string, config: RunnableConfig = {}): Promise<string> {
        this.configs.push(config);
        await turns();
        return input.toUpperCase();
      }
    }
    class Streaming extends Foreign {
      async stream(input: string, config: RunnableConfig = {}): Promise<AsyncIterable<string>> {
        this.configs.push(config);
        await turns();
        return (async function* () {
          yield* input.toUpperCase();
        })();
      }
    }

    it('is invoked with the config of the run, the signal among it', async () => {
      const foreign = new Foreign();
      const chain = RunnableSequence.from([(text: string) => text, foreign]);
      expect(await chain.invoke('ab', { tags: ['t'], metadata: { m: 1 }, configurable: { c: 1 } })).to.equal(
        'AB',
      );
      expect(foreign.configs[0]).to.deep.include({ tags: ['t'], recursionLimit: 25 });
      expect(foreign.configs[0]?.metadata).to.deep.include({ m: 1 });
      expect(foreign.configs[0]?.configurable).to.deep.equal({ c: 1 });
      expect(foreign.configs[0]?.signal).to.be.instanceOf(AbortSignal);
      expect(await chain.batch(['a', 'b'])).to.deep.equal(['A', 'B']);
    });

    it('is streamed where it can be, and gives one chunk where it cannot', async () => {
      const chain = (foreign: Foreign) => RunnableSequence.from([(text: string) => text, foreign]);
      expect(await collect(chain(new Streaming()).stream('ab'))).to.deep.equal(['A', 'B']);
      expect(await collect(chain(new Foreign()).stream('ab'))).to.deep.equal(['AB']);
      expect(await chain(new Streaming()).invoke('ab')).to.equal('AB');
    });

    it('is aborted with the run', async () => {
      const controller = new AbortController();
      const foreign = { invoke: (_: number, config: object = {}) => untilAborted(0, config as RunContext) };
      const run = caught(
        RunnableSequence.from([(x: number) => x, foreign]).invoke(1, { signal: controller.signal }),
      );
      await turns();
      const reason = new Error('enough');
      controller.abort(reason);
      expect(await run).to.equal(reason);
    });

    it('is named after its name, its class, or its kind', () => {
      const nameOf = (value: unknown): string => (stepOf(value) as RunnableLambda<never, unknown>).getName();
      expect(nameOf({ name: 'theirs', invoke: () => 1 })).to.equal('theirs');
      expect(nameOf(new Foreign())).to.equal('Foreign');
      expect(nameOf({ invoke: () => 1 })).to.equal('ForeignRunnable');
      expect(nameOf(Object.assign(Object.create(null), { invoke: () => 1 }))).to.equal('ForeignRunnable');
    });

    it('may be synchronous', () => {
      const chain = RunnableSequence.from([(x: number) => x, { invoke: (x: number) => x + 1 }]);
      expect(chain.invokeSync(1)).to.equal(2);
      expect(() => RunnableSequence.from([(x: number) => String(x), new Foreign()]).invokeSync(1)).to.throw(
        '[R303] invokeSync needs synchronous steps, but Foreign gives a promise.',
      );
    });
  });
});

describe('getName', () => {
  const named = (name: string) => RunnableLambda.from((x: number) => x, { name });

  it('A1.1 gives the name asked for, or its own, or that of its kind', () => {
    expect(named('mine').getName()).to.equal('mine');
    expect(named('mine').getName(undefined, { name: 'other' })).to.equal('other');
    expect(RunnableLambda.from((x: number) => x).getName()).to.equal('RunnableLambda');
  });

  it('A1.1 joins a suffix as the name is written', () => {
    expect(RunnableLambda.from((x: number) => x).getName('input')).to.equal('RunnableLambdaInput');
    expect(named('Upper').getName('Input')).to.equal('UpperInput');
    expect(named('len').getName('Input')).to.equal('len_input');
    expect(named('Ärger').getName('output')).to.equal('ÄrgerOutput');
    expect(named('len').getName('')).to.equal('len');
    expect(named('len').getName('Input', { name: 'Other' })).to.equal('OtherInput');
  });
});

import 'reflect-metadata';
import { inspect } from 'node:util';
import { expect } from 'chai';
import {
  Runnable,
  RunnableBase,
  Step,
  InvalidConfigError,
  InvalidOptionError,
  RunnableBinding,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  TimeoutError,
  runPathOf,
  type Runnable as RunnableOf,
  type RunContext,
  type RunnableConfig,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { countedSignal } from '../support/counted-signal.js';
import { untilAborted } from '../support/until-aborted.js';

/** A step that gives what its context says. */
function seeing<T>(look: (ctx: RunContext) => T): RunnableLambda<unknown, T> {
  return new RunnableLambda<unknown, T>((_: unknown, ctx) => look(ctx), { name: 'seeing' });
}

const config = seeing(({ tags, metadata, configurable, recursionLimit, maxConcurrency }) => ({
  tags,
  metadata,
  configurable,
  recursionLimit,
  maxConcurrency,
}));
const kwargs = seeing((ctx) => ctx.kwargs);

const endless = RunnableLambda.from(untilAborted);

describe('bind', () => {
  it('A9.1 A25.8 merges bound arguments under those of the call', async () => {
    const bound = kwargs.bind({ a: 1, b: 1 });
    expect(await bound.invoke(0)).to.deep.equal({ a: 1, b: 1 });
    expect(await bound.invoke(0, undefined, { b: 2, c: 2 })).to.deep.equal({ a: 1, b: 2, c: 2 });
    expect(await collect(bound.stream(0, undefined, { b: 2 }))).to.deep.equal([{ a: 1, b: 2 }]);
    expect(await bound.batch([0], undefined, undefined, { b: 2 })).to.deep.equal([{ a: 1, b: 2 }]);
  });

  it('A9.1 binds once more, the later over the earlier', async () => {
    const twice = kwargs.bind({ a: 1, b: 1 }).bind({ b: 2 });
    expect(await twice.invoke(0)).to.deep.equal({ a: 1, b: 2 });
    expect(twice).to.be.instanceOf(RunnableBinding);
    expect(twice).to.have.property('bound', kwargs);
  });

  it('A9.2 gives arguments to the first step of a sequence alone', async () => {
    const seen: unknown[] = [];
    const note = (_: unknown, ctx: RunContext): void => void seen.push(ctx.kwargs);
    const chain = RunnableSequence.from([note, note]).bind({ a: 1 });
    await chain.invoke(0);
    await collect(chain.stream(0));
    await chain.batch([0]);
    expect(seen).to.deep.equal([{ a: 1 }, {}, { a: 1 }, {}, { a: 1 }, {}]);
  });

  it('A9.2 gives them to functions and generators, but not to the branches of a parallel', async () => {
    const generator = RunnableGenerator.from(async function* (_: AsyncIterable<number>, ctx: RunContext) {
      yield ctx.kwargs;
    });
    expect(await generator.bind({ a: 1 }).invoke(0)).to.deep.equal({ a: 1 });
    expect(await RunnableParallel.from({ kwargs }).bind({ a: 1 }).invoke(0)).to.deep.equal({ kwargs: {} });
  });

  it('takes prototype keys for arguments', async () => {
    const bound = kwargs.bind(JSON.parse('{"__proto__": {"polluted": true}}') as Record<string, unknown>);
    const seen = await bound.invoke(0, undefined, { a: 1 });
    expect(Object.getPrototypeOf(seen)).to.equal(Object.prototype);
    expect(Object.keys(seen)).to.have.members(['__proto__', 'a']);
  });
});

describe('withConfig', () => {
  it('A9.3 A25.7 replaces what was bound before, key by key', async () => {
    const bound = config
      .withConfig({ tags: ['b'], metadata: { m: 1 }, configurable: { c: {} }, maxConcurrency: 3 })
      .withConfig({ tags: ['a'], metadata: { n: 2 }, configurable: { d: {} } });
    expect(await bound.invoke(0)).to.deep.equal({
      tags: ['a'],
      metadata: { n: 2 },
      configurable: { d: {} },
      recursionLimit: 25,
      maxConcurrency: 3,
    });
  });

  it('A9.4 merges the bound config with that of the call', async () => {
    const bound = config.withConfig({
      tags: ['b', 'c'],
      metadata: { m: 1, n: 1 },
      configurable: { x: {}, y: 'bound' },
      recursionLimit: 9,
      maxConcurrency: 3,
    });
    const call: RunnableConfig = {
      tags: ['a', 'b'],
      metadata: { n: 2 },
      configurable: { y: 'call' },
      maxConcurrency: 2,
    };
    const merged = {
      tags: ['a', 'b', 'c'],
      metadata: { m: 1, n: 2, y: 'call' },
      configurable: { x: {}, y: 'call' },
      recursionLimit: 9,
      maxConcurrency: 2,
    };
    expect(await bound.invoke(0, call)).to.deep.equal(merged);
    expect(await collect(bound.stream(0, call))).to.deep.equal([merged]);
    expect(await collect(bound.transform([0], call))).to.deep.equal([merged]);
    expect(await bound.batch([0], call)).to.deep.equal([merged]);
    expect(await collect(bound.batchAsCompleted([0], call))).to.deep.equal([[0, merged]]);
    expect(bound.invokeSync(0, call)).to.deep.equal(merged);
  });

  it('A9.4 merges a list of configs one by one', async () => {
    const bound = seeing(({ tags }) => tags).withConfig({ tags: ['bound'] });
    const tags = await bound.batch([0, 0], [{ tags: ['a'] }, { tags: ['b'] }]);
    expect(tags).to.deep.equal([
      ['a', 'bound'],
      ['b', 'bound'],
    ]);
  });

  it('A9.4 merges with the config that comes down to a step of a chain', async () => {
    const inner = seeing(({ tags, configurable }) => ({ tags, configurable })).withConfig({
      tags: ['step'],
      configurable: { a: 'step', b: 'step' },
    });
    const chain = RunnableSequence.from([() => 0, { inner, outer: seeing(({ tags }) => tags) }]);
    expect(await chain.invoke(0, { tags: ['root'], configurable: { b: 'root' } })).to.deep.equal({
      inner: { tags: ['root', 'step'], configurable: { a: 'step', b: 'root' } },
      outer: ['root'],
    });
  });

  it('A9.5 limits batches of the runnable', async () => {
    let running = 0;
    let most = 0;
    const step = RunnableLambda.from(async (x: number) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return x;
    }).withConfig({ maxConcurrency: 2 });
    const measure = async (work: () => PromiseLike<unknown>): Promise<number> => {
      most = 0;
      await work();
      return most;
    };
    const inputs = [1, 2, 3, 4, 5];
    expect(await measure(() => step.batch(inputs))).to.equal(2);
    expect(await measure(() => step.batchSettled(inputs))).to.equal(2);
    expect(await measure(() => collect(step.batchAsCompleted(inputs)))).to.equal(2);
    expect(await measure(() => RunnableSequence.from([(x: number) => x, step]).batch(inputs))).to.equal(2);
    expect(await measure(() => step.batch(inputs, { maxConcurrency: 3 }))).to.equal(3);
    expect(await measure(() => step.batch(inputs, undefined, { maxConcurrency: 4 }))).to.equal(4);
    expect(await measure(() => step.bindConfig(() => ({ maxConcurrency: 1 })).batch(inputs))).to.equal(1);
  });

  it('A9.5 limits recursion of the runnable', async () => {
    const forever: RunnableOf<number, number> = RunnableLambda.from((x: number) => (x === 4 ? 4 : deeper));
    const deeper: RunnableOf<number, number> = RunnableLambda.from((x: number) => x).pipe(() => forever);
    const error = await caught(forever.withConfig({ recursionLimit: 3 }).invoke(0));
    expect(error).to.have.property('code', 'R301');
  });

  it('A9.9 takes unknown keys for configurable values', async () => {
    const keys: RunnableConfig & { readonly temperature: number } = {
      temperature: 0,
      configurable: { top: 1 },
    };
    const bound = seeing(({ configurable }) => configurable).withConfig(keys);
    expect(await bound.invoke(0)).to.deep.equal({ temperature: 0, top: 1 });
  });

  it('A1.4 names the run, and none inside it', async () => {
    const name = seeing(({ run }) => run.name);
    const named = name.withConfig({ runName: 'mine', runId: '0192d3a4-0000-7000-8000-000000000000' });
    expect(await named.invoke(0)).to.equal('mine');
    expect(await named.invoke(0, { runName: 'call' })).to.equal('call');
    expect(
      await seeing(({ run }) => run.id)
        .withConfig({ runId: 'x' })
        .invoke(0),
    ).to.equal('x');
  });

  it('A1.4 names a run inside a named one by its own name, observed or not', async () => {
    const seen: string[] = [];
    const look = RunnableLambda.from((x: number, ctx: RunContext) => {
      seen.push(ctx.run.name);
      return x;
    });
    const inner = look.withConfig({ runName: 'inner' });
    const calling = RunnableLambda.from((x: number, ctx: RunContext) => {
      seen.push(ctx.run.name);
      return inner.invoke(x, ctx);
    });
    for (const callbacks of [undefined, [{}]]) {
      await look.pipe(inner).withConfig({ runName: 'outer' }).invoke(1, { callbacks });
      await calling.withConfig({ runName: 'outer' }).invoke(1, { callbacks });
      await inner.invoke(1, { callbacks, runName: 'call' });
    }
    expect(seen.filter((name) => name !== 'RunnableLambda')).to.deep.equal([
      ...['outer', 'inner', 'outer', 'inner', 'call'],
      ...['inner', 'outer', 'inner', 'call'],
    ]);
  });

  it('refuses a config that no call could have, when it is bound', () => {
    expect(() => config.withConfig({ maxConcurrency: 0 })).to.throw(
      InvalidConfigError,
      'maxConcurrency must be',
    );
  });

  it('is not affected by later changes of the object', async () => {
    const tags = ['a'];
    const metadata: Record<string, unknown> = { m: 1 };
    const bound = config.withConfig({ tags, metadata });
    tags.push('b');
    metadata.n = 2;
    expect(await bound.invoke(0)).to.deep.include({ tags: ['a'], metadata: { m: 1 } });
  });

  it('leaves what is not bound to the runs around it', async () => {
    const step = RunnableLambda.from(async (_: unknown, ctx) => [
      await config.withConfig({ tags: ['inner'] }).invoke(0),
      ctx.tags,
    ]);
    const [inner, outer] = await step.invoke(0, { tags: ['outer'] });
    expect(inner).to.deep.include({ tags: ['inner', 'outer'] });
    expect(outer).to.deep.equal(['outer']);
  });

  describe('with a timeout or a signal', () => {
    it('ends a run that takes longer, on every way to run it', async () => {
      const bound = endless.withConfig({ timeout: 1 });
      expect(await caught(bound.invoke(0))).to.be.instanceOf(TimeoutError);
      expect(await caught(bound.stream(0).next())).to.be.instanceOf(TimeoutError);
      expect(await caught(bound.batch([0]))).to.be.instanceOf(TimeoutError);
      expect(await caught(bound.batchAsCompleted([0]).next())).to.be.instanceOf(TimeoutError);
      const [settled] = await bound.batchSettled([0]);
      expect(settled).to.have.property('reason').that.is.instanceOf(TimeoutError);
    });

    it('ends a step that does not heed its signal', async () => {
      const deaf = RunnableLambda.from(() => new Promise<never>(() => undefined)).withConfig({ timeout: 1 });
      const chain = RunnableSequence.from([() => 0, deaf, () => 1]);
      expect(await caught(chain.invoke(0))).to.be.instanceOf(TimeoutError);
      expect(await caught(chain.batch([0]))).to.be.instanceOf(TimeoutError);
      expect(await caught(chain.stream(0).next())).to.be.instanceOf(TimeoutError);
    });

    it('aborts the one part and not the rest', async () => {
      const controller = new AbortController();
      const part = endless.withConfig({ signal: controller.signal });
      const chain = RunnableLambda.from(async (_: unknown, ctx) => {
        const work = caught(part.invoke(0, ctx));
        controller.abort(new Error('enough'));
        return [((await work) as Error).message, ctx.signal.aborted];
      });
      expect(await chain.invoke(0)).to.deep.equal(['enough', false]);
    });

    it('aborts with the signal of the call as well', async () => {
      const [bound, call] = [new AbortController(), new AbortController()];
      const work = caught(endless.withConfig({ signal: bound.signal }).invoke(0, { signal: call.signal }));
      call.abort(new Error('the call'));
      expect(await work).to.have.property('message', 'the call');
    });

    it('runs user code no more once the signal is aborted', async () => {
      let calls = 0;
      const step = RunnableLambda.from(() => (calls += 1)).withConfig({
        signal: AbortSignal.abort(new Error('no')),
      });
      expect(await caught(step.invoke(0))).to.have.property('message', 'no');
      expect(await caught(step.stream(0).next())).to.have.property('message', 'no');
      expect(await caught(step.batch([0]))).to.have.property('message', 'no');
      expect(calls).to.equal(0);
    });

    it('tells the deadline', async () => {
      const left = seeing((ctx) => ctx.remaining()).withConfig({ timeout: 5000 });
      expect(await left.invoke(0)).to.be.within(4000, 5000);
      expect(await left.invoke(0, { timeout: 100 })).to.be.within(0, 100);
    });

    it('leaves no timer and no listener, however the run ends', async () => {
      const counted = countedSignal();
      const timers = (): number =>
        process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
      // The test runner sets its own timer once the test has begun to wait.
      await Promise.resolve();
      const before = timers();

      const limits = { signal: counted.signal, timeout: 60_000 };
      const later = RunnableLambda.from(async (x: number) => x).withConfig(limits);
      const fails = RunnableLambda.from((): number => {
        throw new Error('boom');
      }).withConfig(limits);
      const chunks = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
        yield 1;
        yield 2;
      }).withConfig(limits);
      await later.invoke(1);
      await later.batch([1, 2, 3]);
      await collect(later.stream(1));
      await caught(fails.invoke(1));
      await fails.batchSettled([1, 2]);
      await caught(collect(fails.stream(1)));
      const stream = chunks.stream(1);
      await stream.next();
      await stream.return();
      await chunks.stream(1).return();
      expect(() =>
        later
          .bindConfig(() => {
            throw new Error('factory');
          })
          .invokeSync(1),
      ).to.throw('factory');
      expect(counted.listeners).to.equal(0);
      expect(timers()).to.equal(before);
    });

    it('puts one listener on the signal for a whole batch (D17)', async () => {
      const counted = countedSignal();
      const step = RunnableLambda.from(async (x: number) => x).withConfig({ signal: counted.signal });
      await step.batch(Array.from({ length: 50 }, (_, index) => index));
      expect(counted.most).to.equal(1);
    });
  });
});

describe('bindConfig', () => {
  const tagged = seeing(({ tags, run }) => [...tags, run.name]).bindConfig((given) => ({
    ...given,
    tags: [...(given.tags ?? []), 'production'],
    runName: 'changed',
  }));

  it('A25.7 C2.18 changes the config of each run: invoked, streamed, and each of a batch', async () => {
    const expected = ['a', 'production', 'changed'];
    expect(await tagged.invoke(0, { tags: ['a'] })).to.deep.equal(expected);
    expect(await collect(tagged.stream(0, { tags: ['a'] }))).to.deep.equal([expected]);
    expect(await tagged.batch([0, 0], [{ tags: ['a'] }, { tags: ['b'] }])).to.deep.equal([
      expected,
      ['b', 'production', 'changed'],
    ]);
  });

  it('A9.4 applies functions to the merged config, one after the other', async () => {
    const seen: RunnableConfig[] = [];
    const bound = config
      .withConfig({ tags: ['bound'], metadata: { a: 1 } })
      .bindConfig((given) => {
        seen.push(given);
        return { metadata: { b: 2 }, recursionLimit: 4 };
      })
      .bindConfig(({ metadata }) => ({ metadata: { count: Object.keys(metadata ?? {}).length } }));
    expect(await bound.invoke(0, { tags: ['call'] })).to.deep.include({
      tags: ['bound', 'call'],
      metadata: { a: 1, b: 2, count: 2 },
      recursionLimit: 4,
    });
    expect(seen).to.have.lengthOf(1);
    expect(seen[0]).to.deep.include({ tags: ['bound', 'call'], metadata: { a: 1 } });
  });

  it('may give a run a signal or a timeout', async () => {
    const bound = endless.bindConfig((given) => ({ ...given, timeout: 1 }));
    expect(await caught(bound.invoke(0))).to.be.instanceOf(TimeoutError);
    expect(await caught(bound.stream(0).next())).to.be.instanceOf(TimeoutError);
    expect(await caught(bound.batch([0, 0]))).to.be.instanceOf(TimeoutError);
  });

  it('refuses a result that is no config', async () => {
    const wrong = config.bindConfig((() => Promise.resolve({})) as never);
    expect(await caught(wrong.invoke(0))).to.be.instanceOf(InvalidConfigError);
  });

  it('refuses what is no function before anything runs', () => {
    expect(() => config.bindConfig({ tags: ['a'] } as never))
      .to.throw(InvalidOptionError)
      .with.property('message')
      .that.includes('bindConfig: change must be a function');
  });

  it('fails one input of a batch alone where it fails for that input', async () => {
    const bound = seeing(({ tags }) => tags).bindConfig(({ tags = [] }) => {
      if (tags.includes('wrong')) throw new Error('no such tenant');
      return { tags: ['bound'] };
    });
    const configs = [{ tags: ['a'] }, { tags: ['wrong'] }, { tags: ['b'] }];
    const [first, second, third] = await bound.batchSettled([0, 1, 2], configs);
    expect(first).to.deep.equal({ status: 'fulfilled', value: ['a', 'bound'] });
    expect(second).to.have.nested.property('reason.message', 'no such tenant');
    expect(third).to.deep.equal({ status: 'fulfilled', value: ['b', 'bound'] });
  });
});

describe('RunnableBinding', () => {
  it('D5 keeps every layer in whatever order they are laid', async () => {
    type Lay = (runnable: RunnableOf<unknown, unknown>) => RunnableOf<unknown, unknown>;
    const lays: Lay[] = [
      (runnable) => runnable.bind({ k: 1 }),
      (runnable) => runnable.withConfig({ tags: ['t'] }),
      (runnable) => runnable.bindConfig(() => ({ metadata: { m: 1 } })),
      (runnable) => runnable.withTypes({ outputType: String }),
      (runnable) => runnable.withConfig({ runName: 'n' }),
    ];
    const orders = permutations(lays);
    expect(orders).to.have.lengthOf(120);
    const seen = seeing(({ kwargs: given, tags, metadata, run }) => ({
      given,
      tags,
      metadata,
      name: run.name,
    }));
    for (const order of orders) {
      const bound = order.reduce<RunnableOf<unknown, unknown>>((runnable, lay) => lay(runnable), seen);
      expect(await bound.invoke(0)).to.deep.equal({
        given: { k: 1 },
        tags: ['t'],
        metadata: { m: 1 },
        name: 'n',
      });
      expect(bound).to.have.property('bound', seen);
      expect(bound).to.have.property('customOutputType', String);
    }
  });

  it('is made of fields as well', async () => {
    const binding = new RunnableBinding({
      bound: config,
      config: { tags: ['t'] },
      configFactories: [() => ({ metadata: { m: 1 } })],
      kwargs: { k: 1 },
      customInputType: Number,
    });
    expect(await binding.invoke(0)).to.deep.include({ tags: ['t'], metadata: { m: 1 } });
    expect(binding).to.deep.include({ kwargs: { k: 1 }, config: { tags: ['t'] }, customInputType: Number });
    expect(binding.configFactories).to.have.lengthOf(1);
  });

  it('A9.6 has the name, the path and the class of errors of the bound', async () => {
    const fail = RunnableLambda.from(function fetchPage(): never {
      throw new Error('offline');
    });
    const bound = fail.withConfig({ timeout: 5000 }).bind({ k: 1 });
    expect(bound.getName()).to.equal('fetchPage');
    expect(bound.name).to.equal('fetchPage');
    expect(bound.getName('Input')).to.equal('fetchPage_input');
    expect(runPathOf(await caught(bound.invoke(0)))).to.equal('fetchPage');
    const chain = RunnableSequence.from([() => 0, bound], { name: 'chain' });
    expect(runPathOf(await caught(chain.invoke(0)))).to.equal('chain > fetchPage');
    expect(runPathOf(await caught(collect(chain.stream(0))))).to.match(/^chain/);
  });

  it('A9.6 keeps the side of the types that is not given again', () => {
    const typed = config.withTypes({ inputType: Number }).withTypes({ outputType: String });
    expect(typed).to.deep.include({ customInputType: Number, customOutputType: String });
  });

  describe('members of the bound', () => {
    class Model extends RunnableBase<string, string> {
      readonly kind = 'model';
      readonly schema = { type: 'string' };
      readonly tools: readonly string[];
      calls = 0;
      constructor(tools: readonly string[] = []) {
        super('model');
        this.tools = tools;
      }
      execute(input: string, ctx: RunContext): string {
        this.calls += 1;
        return `${input} ${this.tools.join()} ${ctx.tags.join()} ${JSON.stringify(ctx.kwargs)}`;
      }
      bindTools(...tools: string[]): Model {
        return new Model(tools);
      }
      countTokens(text: string): number {
        return text.length + this.calls;
      }
    }

    it('A9.8 D5c are those of the binding, also with listeners', async () => {
      const model = new Model()
        .withConfig({ tags: ['t'] })
        .withListeners({})
        .bind({ k: 1 });
      expect(model.schema).to.deep.equal({ type: 'string' });
      expect(model.name).to.equal('model');
      expect(model.countTokens('four')).to.equal(4);
      await model.invoke('x');
      expect(model.calls).to.equal(1);
      expect(model.countTokens('four')).to.equal(5);
    });

    it('A9.8 to what a method makes the same is bound', async () => {
      const seen: string[] = [];
      const model = new Model()
        .withConfig({ tags: ['t'] })
        .withListeners({ onStart: ({ name }) => void seen.push(name) })
        .bind({ k: 1 })
        .withTypes({ outputType: Number });
      const tooled = (model as unknown as Model).bindTools('search');
      expect(await tooled.invoke('x')).to.equal('x search t {"k":1}');
      expect(
        await tooled
          .withConfig({ tags: ['u'] })
          .bindTools('add')
          .invoke('x'),
      ).to.equal('x add u {"k":1}');
      expect(seen).to.deep.equal(['model', 'model']);
      expect(tooled).not.to.have.property('customOutputType', Number);
    });

    it('A9.8 are those of the class of a decorated one', async () => {
      @Runnable()
      class Greeter extends Step<string, string> {
        readonly greeting = 'Hello';
        run(name: string, ctx: RunContext): string {
          return `${this.greeting} ${name}${ctx.tags.join()}`;
        }
        shout(name: string): string {
          return `${this.greeting.toUpperCase()} ${name}`;
        }
      }
      const greeter = new Greeter().withConfig({ tags: ['!'] }).withListeners({});
      expect(await greeter.invoke('Ada')).to.equal('Hello Ada!');
      expect(greeter.greeting).to.equal('Hello');
      expect(greeter.shout('Ada')).to.equal('HELLO Ada');
    });

    it('do not make it a promise, and do not hinder its inspection', async () => {
      const model = new Model().withConfig({ tags: ['t'] });
      expect('then' in model).to.equal(false);
      expect(await Promise.resolve(model)).to.equal(model);
      expect(inspect(model)).to.include('RunnableBinding');
      expect((model as unknown as Record<string, unknown>)['nothing']).to.equal(undefined);
      expect(model).to.be.instanceOf(RunnableBinding).and.to.be.instanceOf(RunnableBase);
    });
  });

  it('A2.2 stays one step of a chain', () => {
    const inner = RunnableSequence.from([() => 0, () => 1]).withConfig({ tags: ['t'] });
    expect(RunnableSequence.from([() => 2, inner]).steps).to.have.lengthOf(2);
  });

  it('D6 streams a bound chain chunk by chunk inside another', async () => {
    const source = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      yield 'a';
      yield 'b';
    });
    const upper = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) yield chunk.toUpperCase();
    });
    const inner = RunnableSequence.from([upper, upper]);
    for (const bound of [
      inner.withConfig({ tags: ['t'] }),
      inner.withConfig({ timeout: 5000 }),
      inner.bindConfig((given) => given),
    ]) {
      expect(await collect(RunnableSequence.from([source, bound]).stream(0))).to.deep.equal(['A', 'B']);
    }
  });

  it('ends the generators of a stream that is left early', async () => {
    const ended: string[] = [];
    const source = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      try {
        yield 1;
        yield 2;
      } finally {
        ended.push('source');
      }
    });
    for await (const _ of source.withConfig({ timeout: 5000 }).stream(0)) break;
    expect(ended).to.deep.equal(['source']);
  });

  it('hands a batch to its runnable as a batch', async () => {
    const seen: number[] = [];
    const chain = RunnableSequence.from([
      (x: number) => (seen.push(x), x),
      (x: number) => (seen.push(x * 10), x),
    ]).withConfig({ tags: ['t'], timeout: 5000 });
    await chain.batch([1, 2, 3]);
    expect(seen).to.deep.equal([1, 2, 3, 10, 20, 30]);
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

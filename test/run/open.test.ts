import { expect } from 'chai';
import {
  InvalidConfigError,
  RunnableLambda,
  RunnableSequence,
  type RunContext,
  type RunnableConfig,
} from 'runwright';
import { caught } from '../support/caught.js';
import { untilAborted } from '../support/until-aborted.js';

const seen = RunnableLambda.from((_input: unknown, ctx: RunContext) => ctx);
const same = RunnableLambda.from((input: number) => input);

describe('config', () => {
  it('reaches the step as its context, with defaults for what was not given', async () => {
    const ctx = await seen.invoke(1);
    expect(ctx).to.include({
      recursionLimit: 25,
      maxConcurrency: undefined,
      deadline: undefined,
      attempt: 1,
    });
    expect([ctx.tags, ctx.metadata, ctx.configurable, ctx.kwargs]).to.deep.equal([[], {}, {}, {}]);
    expect(ctx.remaining()).to.equal(Infinity);
    expect(ctx.signal.aborted).to.equal(false);
  });

  it('A16.1 is not changed, nor are its tags and metadata', async () => {
    const config = { tags: ['b', 'a'], metadata: { k: 1 }, configurable: { id: 1 } };
    const copy = structuredClone(config);
    await seen.invoke(1, config);
    expect(config).to.deep.equal(copy);
  });

  it('A15.2 counts keys it does not know as values of configurable fields', async () => {
    const config: RunnableConfig = { scope: 'mine', other: 2, configurable: { id: 1 } } as object;
    expect((await seen.invoke(1, config)).configurable).to.deep.equal({ scope: 'mine', other: 2, id: 1 });
  });

  it('takes keys named __proto__ for keys', async () => {
    const config = JSON.parse(
      '{ "__proto__": 1, "configurable": { "__proto__": 2 }, "metadata": { "__proto__": { "polluted": true } } }',
    ) as RunnableConfig;
    const { configurable, metadata } = await seen.invoke(1, config);
    expect(Object.getPrototypeOf(configurable)).to.equal(Object.prototype);
    expect(Object.entries(configurable)).to.deep.equal([['__proto__', 2]]);
    expect(Object.entries(metadata)).to.deep.include(['__proto__', { polluted: true }]);
    expect((metadata as { polluted?: unknown }).polluted).to.equal(undefined);
  });

  const FAULTS: readonly [unknown, string][] = [
    [null, '[R307] A config must be an object, got null.'],
    ['fast', '[R307] A config must be an object, got "fast" (string).'],
    [{ maxConcurrency: 0 }, '[R307] maxConcurrency must be a number from 1, got 0 (number).'],
    [{ maxConcurrency: Number.NaN }, '[R307] maxConcurrency must be a number from 1, got NaN (number).'],
    [{ recursionLimit: -1 }, '[R307] recursionLimit must be a number from 0, got -1 (number).'],
    [
      { timeout: 2 ** 31 },
      '[R307] timeout must be a number of milliseconds from 0 to 2147483647, got 2147483648 (number).',
    ],
    [
      { signal: new AbortController() },
      '[R307] signal must be an AbortSignal, got an instance of AbortController.',
    ],
    [{ tags: 'one' }, '[R307] tags must be an array of strings, got "one" (string).'],
    [{ maxConcurrency: '2' }, '[R307] maxConcurrency must be a number from 1, got "2" (string).'],
    [{ retryBudget: null }, '[R307] retryBudget must be a number from 0, got null.'],
    [
      { timeout: '50' },
      '[R307] timeout must be a number of milliseconds from 0 to 2147483647, got "50" (string).',
    ],
    [{ signal: null }, '[R307] signal must be an AbortSignal, got null.'],
    [
      { callbacks: null },
      '[R307] callbacks must be a list of handlers and observers, or a CallbackManager, got null.',
    ],
    [{ configurable: null }, '[R307] configurable must be an object, got null.'],
    [{ metadata: 'one' }, '[R307] metadata must be an object, got "one" (string).'],
  ];
  for (const [config, message] of FAULTS) {
    it(`is refused by every verb before anything runs: ${message}`, async () => {
      const wrong = config as RunnableConfig;
      const errors = [
        await caught(same.invoke(1, wrong)),
        await caught(same.batch([1], wrong)),
        await caught(same.batch([1], [wrong])),
        await caught(same.batchSettled([1], wrong)),
        await caught(same.batchAsCompleted([1], wrong).next()),
      ];
      for (const error of errors) {
        expect(error).to.be.instanceOf(InvalidConfigError).with.property('message', message);
      }
      expect(() => same.invokeSync(1, wrong)).to.throw(InvalidConfigError, message);
      expect(() => same.stream(1, wrong)).to.throw(InvalidConfigError, message);
    });
  }
});

describe('a call inside a run', () => {
  it('with the context becomes a part of the run: it has its values, and is aborted with it', async () => {
    const controller = new AbortController();
    const inner: RunContext[] = [];
    const innermost = RunnableLambda.from((input: unknown, ctx: RunContext) => {
      inner.push(ctx);
      return untilAborted(input, ctx);
    });
    const outer = RunnableLambda.from((input: number, ctx: RunContext) => innermost.invoke(input, ctx));
    const run = caught(outer.invoke(1, { tags: ['t'], configurable: { id: 1 }, signal: controller.signal }));
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await run).to.equal(reason);
    expect(inner).to.have.length(1);
    expect(inner[0]).to.deep.include({ tags: ['t'], configurable: { id: 1 } });
    expect(inner[0]?.signal.reason).to.equal(reason);
  });

  it('without a config becomes a part of a run that has anything to hand on, also between chunks', async () => {
    const tags: (readonly string[])[] = [];
    const inner = RunnableLambda.from((_: unknown, ctx: RunContext) => void tags.push(ctx.tags));
    const chain = RunnableSequence.from([
      async function* (chunks: AsyncIterable<number>) {
        for await (const chunk of chunks) {
          await inner.invoke(chunk);
          yield chunk;
          await inner.invoke(chunk);
        }
      },
      function* (chunks: readonly number[]) {
        inner.invokeSync(0);
        yield* chunks;
      } as never,
      RunnableLambda.from(function* (input: number) {
        inner.invokeSync(input);
        yield input;
      }),
      async (input: number) => {
        await Promise.resolve();
        await inner.invoke(input);
        return input;
      },
    ]);
    await chain.invoke(1, { tags: ['t'] });
    expect(tags).to.deep.equal(Array.from({ length: 5 }, () => ['t']));
    for await (const _chunk of chain.stream(1, { tags: ['t'] })) await inner.invoke(0);
    expect(tags.slice(5, -1)).to.deep.equal(Array.from({ length: 5 }, () => ['t']));
    expect(tags.at(-1)).to.deep.equal([]);
  });

  it('without a config is a run of its own where there is nothing to hand on', async () => {
    const inner = RunnableLambda.from((_: unknown, ctx: RunContext) => ctx.recursionLimit);
    const outer = RunnableLambda.from(() => inner.invoke(1));
    expect(await outer.invoke(1, { recursionLimit: 3 })).to.equal(25);
  });

  it('with a config made by spreading the context belongs to its run, with what the config adds', async () => {
    const controller = new AbortController();
    let inner: RunContext | undefined;
    const innermost = RunnableLambda.from((input: unknown, ctx: RunContext) => {
      inner = ctx;
      return untilAborted(input, ctx);
    });
    const outer = RunnableLambda.from((input: number, ctx: RunContext) =>
      innermost.invoke(input, { ...ctx, tags: ['more'], metadata: { m: 2 } }),
    );
    const run = caught(
      outer.invoke(1, {
        tags: ['t'],
        metadata: { n: 1 },
        configurable: { id: 1 },
        signal: controller.signal,
      }),
    );
    controller.abort(new Error('enough'));
    await run;
    expect(inner?.tags).to.deep.equal(['more', 't']);
    expect(inner?.metadata).to.deep.include({ n: 1, m: 2 });
    expect(inner?.configurable).to.deep.equal({ id: 1 });
    expect(inner?.signal.aborted).to.equal(true);
  });

  it('does not hand on kwargs, the name or the id of the run', async () => {
    const outer = RunnableLambda.from(async (_: unknown, ctx: RunContext) => [
      ctx.kwargs,
      (await seen.invoke(1, ctx)).kwargs,
      (await seen.invoke(1, { ...ctx })).kwargs,
      (await seen.invoke(1, ctx, { own: 1 })).kwargs,
    ]);
    expect(await outer.invoke(1, {}, { given: true })).to.deep.equal([{ given: true }, {}, {}, { own: 1 }]);
  });

  it('for a promise may wait, also in a function that invokeSync runs', async () => {
    const later = RunnableLambda.from(async (input: number) => input + 1);
    const started: Promise<number>[] = [];
    const outer = RunnableLambda.from((input: number, ctx: RunContext) => {
      started.push(later.invoke(input, ctx), later.invoke(input, { ...ctx, tags: [] }));
      return input;
    });
    expect(outer.invokeSync(1)).to.equal(1);
    expect(await Promise.all(started)).to.deep.equal([2, 2]);
  });

  it('after the end of the run still works', async () => {
    let kept: RunContext | undefined;
    const outer = RunnableLambda.from((input: number, ctx: RunContext) => {
      kept = ctx;
      return input;
    });
    await outer.invoke(1, { tags: ['t'] });
    expect((await seen.invoke(1, kept)).tags).to.deep.equal(['t']);
  });
});

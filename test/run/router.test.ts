import { expect } from 'chai';
import {
  InvalidInputError,
  InvalidStepError,
  NoRouteError,
  RouterRunnable,
  RunnableLambda,
  RunnableSequence,
  runPathOf,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

describe('RouterRunnable', () => {
  const router = RouterRunnable.from({
    upper: (text: string) => text.toUpperCase(),
    double: (count: number) => count * 2,
    spell: async function* (chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) yield* chunk;
    },
  });
  const unknown = { key: 'nowhere', input: 1 } as never;

  it('A13.1 runs the runnable under the key on the input', async () => {
    expect(await router.invoke({ key: 'upper', input: 'a' })).to.equal('A');
    expect(router.invokeSync({ key: 'double', input: 2 })).to.equal(4);
    expect(await collect(router.stream({ key: 'double', input: 2 }))).to.deep.equal([4]);
  });

  it('A13.1 names an unknown key and those that it knows, whichever way it runs', async () => {
    const message =
      '[R308] No runnable associated with key "nowhere" (string). Known keys: upper, double, spell.';
    for (const error of [
      await caught(router.invoke(unknown)),
      await caught(collect(router.stream(unknown))),
      await caught(router.batch([unknown])),
      await caught(collect(router.batchAsCompleted([unknown]))),
    ]) {
      expect(error).to.be.instanceOf(NoRouteError).and.to.have.property('message', message);
    }
  });

  it('A13.2 checks all keys of a batch before it runs any, also where errors are wanted in place', async () => {
    let calls = 0;
    const counting = RouterRunnable.from({ known: () => (calls += 1) });
    const inputs = [{ key: 'known', input: 0 } as const, unknown, { key: '__proto__', input: 0 } as never];
    const message =
      '[R308] One or more keys do not have a corresponding runnable: "nowhere" (string), "__proto__" (string). ' +
      'Known keys: known.';
    for (const work of [
      counting.batch(inputs),
      counting.batch(inputs, undefined, { returnExceptions: true }),
      RunnableSequence.from([(x: (typeof inputs)[number]) => x, counting]).batch(inputs, undefined, {
        returnExceptions: true,
      }),
      counting.withConfig({ timeout: 5000 }).batch(inputs, undefined, { returnExceptions: true }),
    ]) {
      expect(await caught(work))
        .to.be.instanceOf(NoRouteError)
        .and.to.have.property('message', message);
    }
    expect(calls).to.equal(0);
  });

  it('A25.6 settles every input of such a batch where all are to be settled', async () => {
    const settled = await router.batchSettled([{ key: 'upper', input: 'a' }, unknown]);
    expect(settled.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(settled[0]).to.have.property('reason').that.is.instanceOf(NoRouteError);
  });

  it('D9 runs the right runnable with the right config for each input, few at once', async () => {
    const seen = (name: string) =>
      RunnableLambda.from(
        async (input: number, ctx: RunContext) => `${name}${String(input)}${ctx.tags.join()}`,
      );
    const ab = RouterRunnable.from({ a: seen('A'), b: seen('B') });
    const inputs = [
      { key: 'a', input: 1 },
      { key: 'b', input: 2 },
      { key: 'b', input: 3 },
    ] as const;
    const configs = ['x', 'y', 'z'].map((tag) => ({ tags: [tag], maxConcurrency: 2 }));
    expect(await ab.batch(inputs, configs)).to.deep.equal(['A1x', 'B2y', 'B3z']);
  });

  it('D9 gives errors in place where they are wanted', async () => {
    const failing = RouterRunnable.from({
      fail: (): number => {
        throw new Error('boom');
      },
      work: (x: number) => x,
    });
    const [first, second] = await failing.batch(
      [
        { key: 'fail', input: 0 },
        { key: 'work', input: 1 },
      ],
      undefined,
      { returnExceptions: true },
    );
    expect(first).to.have.property('message', 'boom');
    expect(second).to.equal(1);
  });

  it('A13.3 has no place of its own in the path of a run, and streams the runnable', async () => {
    const failing = RouterRunnable.from({
      fetchPage: RunnableLambda.from(function fetchPage(): never {
        throw new Error('offline');
      }),
    });
    const input = { key: 'fetchPage', input: 0 } as const;
    expect(runPathOf(await caught(failing.invoke(input)))).to.equal('fetchPage');
    const chain = RunnableSequence.from([() => input, failing], { name: 'chain' });
    expect(runPathOf(await caught(chain.invoke(0)))).to.equal('chain > fetchPage');
    expect(runPathOf(await caught(collect(chain.stream(0))))).to.equal('chain > fetchPage');
    expect(await collect(router.stream({ key: 'spell', input: 'abc' }))).to.deep.equal(['a', 'b', 'c']);
  });

  it('A9.2 gives its arguments to no runnable', async () => {
    const kwargs = RouterRunnable.from({ a: (_: unknown, ctx: RunContext) => ctx.kwargs });
    expect(await kwargs.invoke({ key: 'a', input: 0 }, undefined, { k: 1 })).to.deep.equal({});
    expect(await collect(kwargs.stream({ key: 'a', input: 0 }, undefined, { k: 1 }))).to.deep.equal([{}]);
  });

  it('names the run of the runnable with the name of its own', async () => {
    const named = RouterRunnable.from({ a: (_: unknown, ctx: RunContext) => ctx.run.name });
    expect(await named.invoke({ key: 'a', input: 0 }, { runName: 'routed' })).to.equal('routed');
  });

  it('takes nothing but an object with a key and an input', async () => {
    for (const input of ['upper', null, [], { key: 'upper' }] as never[]) {
      expect(await caught(router.invoke(input))).to.be.instanceOf(InvalidInputError);
    }
  });

  it('finds no prototype keys', async () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(await caught(router.invoke({ key, input: 0 } as never))).to.be.instanceOf(NoRouteError);
    }
  });

  it('is made of runnables by key, and tells them', async () => {
    const a = RunnableLambda.from((x: number) => x + 1);
    const made = new RouterRunnable({ runnables: { a }, name: 'routes' });
    expect(await made.invoke({ key: 'a', input: 1 })).to.equal(2);
    expect(made.runnables).to.deep.equal({ a });
    expect(made.getName()).to.equal('routes');
    expect(router.getName()).to.equal('RouterRunnable');
    expect(() => RouterRunnable.from({ a: 1 })).to.throw(
      InvalidStepError,
      '[A103] RouterRunnable, key "a" must be',
    );
  });
});

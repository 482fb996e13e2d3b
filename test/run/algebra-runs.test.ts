import { expect } from 'chai';
import {
  RouterRunnable,
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  addable,
  type Run,
  type Runnable,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { Recorder } from '../support/observing.js';

const add = RunnableLambda.from(function add(x: number) {
  return x + 1;
});
const isBig = RunnableLambda.from(function isBig(x: number) {
  return x > 9;
});
const isOdd = RunnableLambda.from(async function isOdd(x: number) {
  return x % 2 === 1;
});

/** The runs of a call: each with the part it plays, below the run that it is a part of. */
async function treeOf(run: (callbacks: readonly [Recorder]) => PromiseLike<unknown>): Promise<string[]> {
  const recorder = new Recorder();
  await run([recorder]);
  recorder.check();
  return recorder.runs.map((each) => `${each.path}${tagsOf(each)}`);
}

function tagsOf({ tags }: Run): string {
  return tags.length === 0 ? '' : ` [${tags.join(', ')}]`;
}

/** Runs a runnable in every way, and gives the tree of each. */
async function treesOf<I>(runnable: Runnable<I, unknown>, input: I): Promise<string[][]> {
  return [
    await treeOf((callbacks) => runnable.invoke(input, { callbacks })),
    await treeOf((callbacks) => collect(runnable.stream(input, { callbacks }))),
    await treeOf((callbacks) => runnable.batch([input], { callbacks })),
    await treeOf((callbacks) => collect(runnable.batchAsCompleted([input], { callbacks }))),
  ];
}

describe('runs of the algebra', () => {
  it('A6.3 D10 conditions and the chosen step are runs of their own in that of the branch', async () => {
    const branch = RunnableBranch.from([[isBig, add], [isOdd, add], add]);
    for (const tree of await treesOf(branch, 3)) {
      expect(tree).to.deep.equal([
        'RunnableBranch',
        'RunnableBranch > isBig [condition:1]',
        'RunnableBranch > isOdd [condition:2]',
        'RunnableBranch > add [branch:2]',
      ]);
    }
    for (const tree of await treesOf(branch, 2)) {
      expect(tree.at(-1)).to.equal('RunnableBranch > add [branch:default]');
    }
    const recorder = new Recorder();
    const runId = '0192d3a4-0000-7000-8000-000000000000';
    await collect(branch.stream(3, { callbacks: [recorder], runId, runName: 'choice' }));
    expect(recorder.runs.map(({ name }) => name)).to.deep.equal(['choice', 'isBig', 'isOdd', 'add']);
    expect(new Set(recorder.runs.map(({ id }) => id)).size).to.equal(4);
    expect(recorder.runs[0]?.id).to.equal(runId);
  });

  it('A6.4 records what the chosen step has streamed', async () => {
    const spell = RunnableGenerator.from(async function* spell(chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) yield* chunk;
    });
    const recorder = new Recorder();
    const branch = RunnableBranch.from([[() => true, spell], spell]);
    await collect(branch.stream('abc', { callbacks: [recorder] }));
    recorder.check();
    expect(recorder.named('RunnableBranch').output).to.equal('abc');
    expect(recorder.named('RunnableBranch').input).to.equal('abc');
  });

  it('A6.5 ends the run of the branch with the error of a condition or a step', async () => {
    const fail = RunnableLambda.from(function fail(): never {
      throw new Error('offline');
    });
    for (const branch of [
      RunnableBranch.from([[fail, add], add]),
      RunnableBranch.from([[() => true, fail], add]),
    ]) {
      for (const run of [
        (callbacks: readonly [Recorder]) => branch.invoke(1, { callbacks }),
        (callbacks: readonly [Recorder]) => collect(branch.stream(1, { callbacks })),
      ]) {
        const recorder = new Recorder();
        expect(await caught(run([recorder]))).to.have.property('message', 'offline');
        recorder.check();
        expect(recorder.lines)
          .to.include('error fail "offline"')
          .and.to.include('error RunnableBranch "offline"');
      }
    }
  });

  it('A7.5 D11 an assign has a run with that of its parallel inside, whichever way it runs', async () => {
    const assign = RunnablePassthrough.assign({ next: ({ x }: { readonly x: number }) => x + 1 });
    for (const tree of await treesOf(assign, { x: 1 })) {
      expect(tree).to.deep.equal([
        'RunnableAssign<next>',
        'RunnableAssign<next> > RunnableParallel<next>',
        'RunnableAssign<next> > RunnableParallel<next> > next [map:key:next]',
      ]);
    }
    const recorder = new Recorder();
    await collect(assign.stream({ x: 1 }, { callbacks: [recorder] }));
    expect(recorder.named('RunnableAssign<next>').output).to.deep.equal({ x: 1, next: 2 });
  });

  it('A7.5 records the outputs of chained assigns as they are invoked', async () => {
    const source = RunnableGenerator.from(async function* source(_: AsyncIterable<number>) {
      yield addable({ x: 1 });
      yield addable({ y: 2 });
    });
    const chain = source
      .assign({ sum: ({ x, y }: { x?: number; y?: number }) => Number(x) + Number(y) })
      .pick('sum');
    const recorder = new Recorder();
    expect(await collect(chain.stream(0, { callbacks: [recorder] }))).to.deep.equal([3]);
    recorder.check();
    expect(recorder.named('RunnableAssign<sum>').output).to.deep.equal({ x: 1, y: 2, sum: 3 });
    expect(recorder.named('RunnablePick<sum>').output).to.equal(3);
  });

  it('A7.1 passthroughs and picks have runs', async () => {
    const chain = new RunnablePassthrough<{ readonly a: number }>().pick('a');
    for (const tree of await treesOf(chain, { a: 1 })) {
      expect(tree).to.deep.equal([
        'RunnableSequence',
        'RunnableSequence > RunnablePassthrough [seq:step:1]',
        'RunnableSequence > RunnablePick<a> [seq:step:2]',
      ]);
    }
  });

  it('A8.1 each element has a run in that of the list, without a tag', async () => {
    for (const tree of await treesOf(add.map(), [1, 2])) {
      expect(tree).to.deep.equal(['RunnableEach<add>', 'RunnableEach<add> > add', 'RunnableEach<add> > add']);
    }
  });

  it('A8.4 listeners on a map fire for each element', async () => {
    const seen: unknown[] = [];
    const note = ({ name, output }: Run): void => void seen.push([name, output]);
    await add.map().withListeners({ onEnd: note }).invoke([1, 2]);
    expect(seen).to.deep.equal([
      ['add', 2],
      ['add', 3],
    ]);
    seen.length = 0;
    await add.map().withTypes({ inputType: Array }).withListeners({ onEnd: note }).bind({}).invoke([1]);
    expect(seen).to.deep.equal([['add', 2]]);
  });

  it('A9.6 a binding has no run, and its config is that of the run of its runnable', async () => {
    const bound = add.withConfig({ tags: ['t'], metadata: { m: 1 }, runName: 'named' }).bind({ k: 1 });
    const chain = RunnableSequence.from([add, bound, { all: bound }]);
    for (const tree of await treesOf(chain, 1)) {
      expect(tree).to.deep.equal([
        'RunnableSequence',
        'RunnableSequence > add [seq:step:1]',
        'RunnableSequence > named [seq:step:2, t]',
        'RunnableSequence > RunnableParallel<all> [seq:step:3]',
        'RunnableSequence > RunnableParallel<all> > named [map:key:all, t]',
      ]);
    }
    const recorder = new Recorder();
    await chain.invoke(1, { callbacks: [recorder], tags: ['root'] });
    expect(recorder.named('named').metadata).to.deep.equal({ m: 1 });
    expect(recorder.named('named').tags).to.deep.equal(['seq:step:2', 'root', 't']);
  });

  it('A1.4 A9.6 a bound name is that of one run, also around a chain', async () => {
    const chain = RunnableSequence.from([add, add]).withConfig({
      runName: 'outer',
      runId: '0192d3a4-0000-7000-8000-000000000000',
    });
    for (const tree of await treesOf(chain, 1)) {
      expect(tree).to.deep.equal(['outer', 'outer > add [seq:step:1]', 'outer > add [seq:step:2]']);
    }
    const recorder = new Recorder();
    await chain.invoke(1, { callbacks: [recorder], runName: 'called' });
    expect(recorder.runs[0]?.name).to.equal('called');
  });

  it('A16.3 observers that are bound are told besides those of the call', async () => {
    const [bound, called] = [new Recorder(), new Recorder()];
    const step = add.withConfig({ callbacks: [bound] });
    const chain = RunnableSequence.from([add, step]);
    await chain.invoke(1, { callbacks: [called] });
    await collect(chain.stream(1));
    await chain.batch([1]);
    bound.check();
    expect(called.tree).to.deep.equal(['RunnableSequence', 'RunnableSequence/add', 'RunnableSequence/add']);
    expect(bound.runs.map(({ name }) => name)).to.deep.equal(['add', 'add', 'add']);
  });

  it('A16.3 observers may be bound by a function, also for some inputs of a batch', async () => {
    const recorder = new Recorder();
    const bound = add.bindConfig(({ tags }) =>
      tags?.includes('watch') === true ? { callbacks: [recorder] } : {},
    );
    expect(await bound.batch([1, 2], [{}, { tags: ['watch'] }])).to.deep.equal([2, 3]);
    recorder.check();
    expect(recorder.runs.map(({ input }) => input)).to.deep.equal([2]);
  });

  it('A9.7 A10.6 a retry goes inside of what is bound and of listeners', async () => {
    let starts = 0;
    const flaky = (): RunnableLambda<number, number> => {
      let calls = 0;
      return RunnableLambda.from(function flaky(x: number) {
        calls += 1;
        if (calls < 3) throw new Error('again');
        return x;
      });
    };
    const retry = { stopAfterAttempt: 3, waitExponentialJitter: false } as const;
    const listener = { onStart: () => void (starts += 1) };
    type Lay = (runnable: Runnable<number, number>) => Runnable<number, number>;
    const config: Lay = (runnable) => runnable.withConfig({ tags: ['t'], runName: 'once' }).bind({ k: 1 });
    for (const lay of [
      (runnable) => config(runnable.withListeners(listener)).withRetry(retry),
      (runnable) => config(runnable).withRetry(retry).withListeners(listener),
      (runnable) => config(runnable.withListeners(listener).withRetry(retry)),
      (runnable) =>
        config(runnable.withListeners(listener).withTypes({ outputType: Number }).withRetry(retry)),
    ] satisfies Lay[]) {
      starts = 0;
      const recorder = new Recorder();
      await lay(flaky()).invoke(1, { callbacks: [recorder] });
      recorder.check();
      expect(recorder.tree).to.deep.equal(['once', 'once/flaky', 'once/flaky', 'once/flaky']);
      expect(recorder.runs.map(({ tags }) => tags)).to.deep.equal([
        ['t'],
        ['t'],
        ['retry:attempt:2', 't'],
        ['retry:attempt:3', 't'],
      ]);
      expect(starts).to.equal(1);
    }
  });

  it('D5 listeners are lost in no order of calls, nor is what is bound (A10.6)', async () => {
    const seen: string[] = [];
    const lays: ((runnable: Runnable<number, unknown>) => Runnable<number, unknown>)[] = [
      (runnable) => runnable.withListeners({ onStart: () => void seen.push('first') }),
      (runnable) => runnable.withConfig({ tags: ['replaced'] }).withConfig({ tags: ['t'] }),
      (runnable) => runnable.withListeners({ onStart: () => void seen.push('second') }),
      (runnable) => runnable.bind({ k: 1 }),
      (runnable) => runnable.withTypes({ outputType: Object }),
    ];
    const look = RunnableLambda.from((_: number, { tags, kwargs }) => ({ tags, kwargs }));
    for (let shift = 0; shift < lays.length; shift += 1) {
      const order = [...lays.slice(shift), ...lays.slice(0, shift)];
      seen.length = 0;
      const runnable = order.reduce<Runnable<number, unknown>>((each, lay) => lay(each), look);
      expect(await runnable.invoke(0)).to.deep.equal({ tags: ['t'], kwargs: { k: 1 } });
      expect(seen.toSorted()).to.deep.equal(['first', 'second']);
    }
  });

  it('A9.3 a later config replaces an earlier one across listeners', async () => {
    const look = RunnableLambda.from((_: number, { tags }) => tags);
    const bound = look
      .withConfig({ tags: ['a'] })
      .withListeners({})
      .withConfig({ tags: ['b'] });
    expect(await bound.invoke(0)).to.deep.equal(['b']);
  });

  it('A13.3 a router has no run: that of its runnable is a part of the caller', async () => {
    const router = RouterRunnable.from({ add, all: RunnableParallel.from({ add }) });
    const chain = RunnableSequence.from([(x: number) => ({ key: 'all', input: x }) as const, router]);
    for (const tree of await treesOf(chain, 1)) {
      expect(tree.slice(2)).to.deep.equal([
        'RunnableSequence > RunnableParallel<add> [seq:step:2]',
        'RunnableSequence > RunnableParallel<add> > add [map:key:add]',
      ]);
    }
    for (const tree of await treesOf(router, { key: 'add', input: 1 })) expect(tree).to.deep.equal(['add']);
    const recorder = new Recorder();
    await router.invoke({ key: 'add', input: 1 }, { callbacks: [recorder], runName: 'routed' });
    expect(recorder.tree).to.deep.equal(['routed']);
  });
});

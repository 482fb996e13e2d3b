import { expect } from 'chai';
import {
  RouterRunnable,
  RunnableBranch,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  addable,
  collectRuns,
  type AnyRunnable,
  type Run,
  type Runnable,
  type RunCollector,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const add = RunnableLambda.from((x: number) => x + 1, { name: 'add' });
const double = RunnableLambda.from(async (x: number) => x * 2, { name: 'double' });
const fail = RunnableLambda.from(
  (_: number): number => {
    throw new Error('down');
  },
  { name: 'fail' },
);

/** A tree as lines, each run with the part it plays. */
function treeOf(runs: readonly Run[], indent = ''): string[] {
  return runs.flatMap((run) => [
    `${indent}${[run.name, ...run.tags].join(' ')}${run.status === 'failed' ? ' ✖' : ''}`,
    ...treeOf(run.children, `${indent}  `),
  ]);
}

const ways: Record<
  string,
  (runnable: Runnable<never, unknown>, input: unknown, runs: RunCollector) => unknown
> = {
  invoked: (runnable, input, runs) => runnable.invoke(input as never, { callbacks: [runs] }),
  streamed: (runnable, input, runs) => collect(runnable.stream(input as never, { callbacks: [runs] })),
  'in a batch': (runnable, input, runs) => runnable.batch([input as never], { callbacks: [runs] }),
  'as a step that is invoked': (runnable, input, runs) =>
    RunnableLambda.from((value: unknown) => runnable.invoke(value as never)).invoke(input, {
      callbacks: [runs],
    }),
};

/** Expects the same tree of every way to run a runnable. */
function everyWay(title: string, runnable: AnyRunnable, input: unknown, expected: readonly string[]): void {
  for (const [way, run] of Object.entries(ways)) {
    it(`${title}, ${way}`, async () => {
      const runs = collectRuns();
      await run(runnable, input, runs);
      const roots = way === 'as a step that is invoked' ? (runs.roots[0]?.children ?? []) : runs.roots;
      expect(treeOf(roots)).to.deep.equal(expected);
      expect(runs.all.every(({ status }) => status !== 'running')).to.equal(true);
      expect(new Set(runs.all.map(({ id }) => id)).size).to.equal(runs.all.length);
    });
  }
}

describe('run trees are the same', () => {
  everyWay('of a sequence', RunnableSequence.from([add, RunnableSequence.from([add, double])]), 1, [
    'RunnableSequence',
    '  add seq:step:1',
    '  add seq:step:2',
    '  double seq:step:3',
  ]);

  everyWay('of a parallel', RunnableParallel.from({ a: add, b: { c: double } }), 1, [
    'RunnableParallel<a,b>',
    '  add map:key:a',
    '  RunnableParallel<c> map:key:b',
    '    double map:key:c',
  ]);

  everyWay(
    'D10 of a branch, with an id for each run',
    RunnableBranch.from([
      [RunnableLambda.from((x: number) => x > 10, { name: 'big' }), add],
      [RunnableLambda.from((x: number) => x > 0, { name: 'positive' }), double],
      add,
    ]),
    1,
    ['RunnableBranch', '  big condition:1', '  positive condition:2', '  double branch:2'],
  );

  everyWay(
    'D11 A7.5 of an assign',
    RunnablePassthrough.assign({ k: (x: { n: number }) => x.n }),
    addable({ n: 1 }),
    ['RunnableAssign<k>', '  RunnableParallel<k>', '    k map:key:k'],
  );

  everyWay(
    'A8.1 of a map, elements without a tag',
    add.map(),
    [1, 2],
    ['RunnableEach<add>', '  add', '  add'],
  );

  everyWay(
    'A11.4 A25.18 of a retry, an attempt each',
    RunnableLambda.from((x: number) => x, { name: 'flaky' })
      .pipe(failing(2), { name: 'flaky' })
      .withRetry({ waitExponentialJitter: false }),
    1,
    [
      'flaky',
      ...['  flaky ✖', '    flaky seq:step:1', '    twice seq:step:2 ✖'],
      ...['  flaky retry:attempt:2 ✖', '    flaky seq:step:1', '    twice seq:step:2 ✖'],
      ...['  flaky retry:attempt:3', '    flaky seq:step:1', '    twice seq:step:2'],
    ],
  );

  everyWay('A12.8 of fallbacks, candidates without a tag', fail.withFallbacks([fail, double]), 1, [
    'RunnableWithFallbacks',
    '  fail ✖',
    '  fail ✖',
    '  double',
  ]);

  everyWay(
    'A13.3 of a router, which has no run of its own',
    RunnableSequence.from([
      add,
      (input: number) => ({ key: 'double', input }),
      new RouterRunnable({ runnables: { double } }),
    ]),
    1,
    ['RunnableSequence', '  add seq:step:1', '  RunnableLambda seq:step:2', '  double seq:step:3'],
  );

  everyWay(
    'A9.6 of bindings and timeouts, which have no run of their own',
    RunnableSequence.from([
      add.bind({ k: 1 }).withConfig({ runName: 'mine', tags: ['t'] }),
      double.withTimeout({ total: 1000 }).withConfig({ metadata: { m: 1 } }),
    ]),
    1,
    ['RunnableSequence', '  mine seq:step:1 t', '  double seq:step:2'],
  );

  everyWay(
    'of a function that answers with a runnable',
    RunnableLambda.from(() => RunnableSequence.from([add, double]), { name: 'choose' }),
    1,
    ['choose', '  RunnableSequence', '    add seq:step:1', '    double seq:step:2'],
  );
});

/** A step that fails so many times, and then gives its input; each run of a test begins anew. */
function failing(times: number): RunnableLambda<number, number> {
  let failed = 0;
  return RunnableLambda.from(
    (x: number) => {
      failed += 1;
      if (failed <= times) throw new Error(`attempt ${String(failed)}`);
      failed = 0;
      return x;
    },
    { name: 'twice' },
  );
}

describe('runs of', () => {
  it('a retry have the path that their errors have', async () => {
    const runs = collectRuns();
    const chain = RunnableSequence.from([add, failing(1).withRetry({ waitExponentialJitter: false })], {
      name: 'Answer',
    });
    await chain.invoke(1, { callbacks: [runs] });
    expect(runs.all.map(({ path }) => path)).to.deep.equal([
      'Answer',
      'Answer > add',
      'Answer > retry',
      'Answer > retry#1 > twice',
      'Answer > retry#2 > twice',
    ]);
  });

  it('D8 streamed fallbacks end with what was streamed', async () => {
    const runs = collectRuns();
    const words = RunnableLambda.from(
      async function* (_: number) {
        yield 'a';
        yield 'b';
      },
      { name: 'words' },
    );
    await collect(fail.withFallbacks([words]).stream(1, { callbacks: [runs] }));
    expect(runs.named('RunnableWithFallbacks')).to.deep.include({ input: 1, output: 'ab' });
  });

  it('A0.6 branches and fallbacks end with nothing where the chunks do not add', async () => {
    const mixed = RunnableLambda.from(
      async function* (_: number) {
        yield 'a';
        yield 1;
      },
      { name: 'mixed' },
    );
    const runs = collectRuns();
    await collect(fail.withFallbacks([mixed]).stream(1, { callbacks: [runs] }));
    expect(runs.named('RunnableWithFallbacks').output).to.equal(undefined);
    expect(runs.named('mixed').output).to.equal(1);
  });

  it('a batch of a retry and of fallbacks are those of each input', async () => {
    const runs = collectRuns();
    const even = RunnableLambda.from(
      (x: number) => {
        if (x % 2 === 1) throw new Error('odd');
        return x;
      },
      { name: 'even' },
    );
    await even.withFallbacks([double]).batch([1, 2], { callbacks: [runs] });
    expect(treeOf(runs.roots)).to.deep.equal([
      ...['RunnableWithFallbacks', '  even ✖', '  double', 'RunnableWithFallbacks', '  even'],
    ]);
    runs.clear();
    const retried = even.withRetry({ stopAfterAttempt: 2, waitExponentialJitter: false });
    await retried.batchSettled([1, 2], { callbacks: [runs] });
    expect(treeOf(runs.roots)).to.deep.equal([
      'even ✖',
      '  even ✖',
      '  even retry:attempt:2 ✖',
      'even',
      '  even',
    ]);
  });

  it('a step that is skipped are not there', async () => {
    const runs = collectRuns();
    await caught(RunnableSequence.from([add, fail, double]).invoke(1, { callbacks: [runs] }));
    expect(runs.tree()).to.deep.equal(['RunnableSequence', '  add', '  fail']);
  });
});

describe('collectRuns', () => {
  it('keeps runs by name, as a tree, until it is told to forget them', async () => {
    const runs = collectRuns();
    await RunnableSequence.from([add, double]).invoke(1, { callbacks: [runs] });
    await add.invoke(5, { callbacks: [runs] });
    expect(runs.tree()).to.deep.equal(['RunnableSequence', '  add', '  double', 'add']);
    expect(runs.named('double').output).to.equal(4);
    expect(runs.roots.map(({ output }) => output)).to.deep.equal([4, 6]);
    expect(() => runs.named('x')).to.throw(
      RangeError,
      'No run is named "x"; there are RunnableSequence, add, double.',
    );
    runs.clear();
    expect(runs.all).to.deep.equal([]);
    expect(() => runs.named('x')).to.throw(RangeError, 'there are none');
  });
});

import { expect } from 'chai';
import {
  AbortError,
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type Run,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { Recorder } from '../support/observing.js';
import { untilAborted } from '../support/until-aborted.js';

const add = RunnableLambda.from(async (x: number) => x + 1, { name: 'add' });
const double = RunnableLambda.from((x: number) => x * 2, { name: 'double' });

describe('runs', () => {
  let seen: Recorder;
  beforeEach(() => {
    seen = new Recorder();
  });

  it('A1.4 names one run alone: neither runName nor runId is inherited', async () => {
    const runId = '019364d8-0000-7000-8000-000000000001';
    const chain = RunnableSequence.from([add, double]);
    await chain.invoke(1, { callbacks: [seen], runName: 'mine', runId });
    expect(seen.tree).to.deep.equal(['mine', 'mine/add', 'mine/double']);
    expect(seen.runs.map(({ id }) => id === runId)).to.deep.equal([true, false, false]);
  });

  it('A1.5 has the name of the runnable and a time-ordered id unless the config gives others', async () => {
    await add.invoke(1, { callbacks: [seen] });
    const [run] = seen.runs as [Run];
    expect(run.name).to.equal('add');
    expect(run.id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(run.id.replaceAll('-', '').slice(0, 12), 16)).to.equal(run.startTime);
  });

  it('A1.8 ends a run whose step throws with the error, and throws the same object on', async () => {
    const error = new Error('boom');
    const fail = RunnableLambda.from(() => {
      throw error;
    });
    expect(await caught(fail.invoke(1, { callbacks: [seen] }))).to.equal(error);
    expect(seen.lines).to.deep.equal(['start RunnableLambda {"input":1}', 'error RunnableLambda "boom"']);
    expect(seen.runs[0]).to.include({ error, status: 'failed', outputs: undefined });
  });

  it('A2.4 tags the steps of a sequence and gives the kwargs of the call to the first alone', async () => {
    const kwargs: unknown[] = [];
    const step = (x: number, ctx: RunContext) => {
      kwargs.push(ctx.kwargs);
      return x;
    };
    await RunnableSequence.from([step, step]).invoke(1, { callbacks: [seen] }, { stop: ['x'] });
    expect(seen.runs.map(({ tags }) => tags)).to.deep.equal([[], ['seq:step:1'], ['seq:step:2']]);
    expect(kwargs).to.deep.equal([{ stop: ['x'] }, {}]);
  });

  it('tells what a run is: names, type, times, path, parent and children', async () => {
    const facts = RunnableParallel.from({ a: add, b: double }, { name: 'facts' });
    const roots: Run[] = [];
    const tree = { recordsChildren: true, onEnd: (run: Run) => run.parent === undefined && roots.push(run) };
    const before = Date.now();
    await RunnableSequence.from([add, facts], { name: 'Answer' }).invoke(1, { callbacks: [tree] });
    const [root] = roots as [Run];
    expect(root).to.include({ name: 'Answer', runType: 'chain', path: 'Answer', status: 'succeeded' });
    expect(root.startTime).to.be.within(before, Date.now());
    expect(root.endTime).to.be.at.least(root.startTime);
    const [first, second] = root.children as [Run, Run];
    expect(first).to.include({ path: 'Answer > add', input: 1, output: 2 });
    expect(second.children.map(({ path }) => path)).to.deep.equal([
      'Answer > facts > add',
      'Answer > facts > double',
    ]);
    expect(second.parent).to.include({ id: root.id, name: 'Answer', path: 'Answer', parent: undefined });
    expect(JSON.parse(JSON.stringify(root))).to.nested.include({
      name: 'Answer',
      'children[1].children[0].outputs.output': 3,
    });
  });

  it('shows the error of a failed run in its JSON', async () => {
    const fail = RunnableLambda.from(() => {
      throw new TypeError('odd');
    });
    await caught(fail.invoke(1, { callbacks: [seen] }));
    expect(JSON.parse(JSON.stringify(seen.runs[0]))).to.deep.include({
      ...{ status: 'failed', error: { name: 'TypeError', message: 'odd' } },
    });
  });

  it('gives user code its own run as ctx.run', async () => {
    const ask = RunnableLambda.from((_: number, { run }: RunContext) => `${run.path} ${run.id}`, {
      name: 'ask',
    });
    const answer = await RunnableSequence.from([add, ask]).invoke(1, { callbacks: [seen] });
    expect(answer).to.equal(`RunnableSequence > ask ${seen.named('ask').id}`);
  });

  it('A16.7 makes a runnable called without a config a child of the run that calls it', async () => {
    const outer = RunnableLambda.from(async (x: number) => (await add.invoke(x)) + 1, { name: 'outer' });
    await outer.invoke(1, { callbacks: [seen], tags: ['t'], metadata: { m: 1 } });
    expect(seen.tree).to.deep.equal(['outer', 'outer/add']);
    expect(seen.named('add')).to.deep.include({ tags: ['t'], metadata: { m: 1 } });
  });

  it('A16.7 makes it a child also from spawned tasks, after a timer, and with the context given', async () => {
    const outer = RunnableLambda.from(
      async (x: number, ctx: RunContext) => {
        const spawned = Promise.resolve().then(() => add.invoke(x));
        await new Promise((resolve) => setTimeout(resolve, 1));
        await double.invoke(x);
        await double.invoke(x, ctx);
        return spawned;
      },
      { name: 'outer' },
    );
    await outer.invoke(1, { callbacks: [seen] });
    expect(seen.tree).to.deep.equal(['outer', 'outer/add', 'outer/double', 'outer/double']);
  });

  it('A16.7 makes it a child between the yields of a generator, and leaves nothing behind', async () => {
    const generate = RunnableGenerator.from(async function* outer(chunks: AsyncIterable<number>) {
      for await (const chunk of chunks) {
        yield await add.invoke(chunk);
        yield await double.invoke(chunk);
      }
    });
    for await (const _ of generate.stream(1, { callbacks: [seen] })) await add.invoke(0);
    expect(seen.tree).to.deep.equal(['outer', 'outer/add', 'outer/double']);
    await add.invoke(1);
    expect(seen.runs).to.have.length(3);
  });

  it('A16.8 inherits the tags and metadata of configs, sorted, and not those that say which part a run plays', async () => {
    const inner = RunnableSequence.from([add, { a: double }], { name: 'inner' });
    const outer = RunnableLambda.from((x: number) => inner.invoke(x, { tags: ['a'], metadata: { n: 2 } }), {
      name: 'outer',
    });
    const chain = RunnableSequence.from([outer, (x: { a: number }) => x.a]);
    await chain.invoke(1, { callbacks: [seen], tags: ['b'], metadata: { m: 1 } });
    expect(seen.named('outer').tags).to.deep.equal(['seq:step:1', 'b']);
    expect(seen.named('inner').tags).to.deep.equal(['a', 'b']);
    expect(seen.named('add').tags).to.deep.equal(['seq:step:1', 'a', 'b']);
    expect(seen.named('double').tags).to.deep.equal(['map:key:a', 'a', 'b']);
    expect(seen.named('double').metadata).to.deep.equal({ m: 1, n: 2 });
  });

  it('A16.8 keeps the tag of every part from the runs below it: seq:step, map:key, condition, branch, retry:attempt', async () => {
    const inner = (name: string) =>
      RunnableSequence.from([RunnableLambda.from((x: number) => x, { name: `in ${name}` }), add], { name });
    let failed = false;
    const flaky = RunnableLambda.from(
      async (x: number) => {
        failed = !failed;
        if (failed) throw new Error('once');
        return inner('again').invoke(x);
      },
      { name: 'flaky' },
    );
    const condition = RunnableSequence.from([inner('asked'), (x: number) => x > 0], { name: 'condition' });
    const chain = RunnableSequence.from([
      inner('step').withConfig({ runName: 'step' }),
      { a: inner('key') },
      (x: { a: number }) => x.a,
      RunnableBranch.from([[condition, inner('chosen')], inner('other')]),
      flaky.withRetry({ waitExponentialJitter: false }),
    ]);
    await chain.invoke(1, { callbacks: [seen], tags: ['t'] });
    const tagsOf = (name: string) => seen.named(name).tags;
    expect(tagsOf('key')).to.deep.equal(['map:key:a', 't']);
    expect(tagsOf('condition')).to.deep.equal(['condition:1', 't']);
    expect(tagsOf('chosen')).to.deep.equal(['branch:1', 't']);
    for (const name of ['key', 'asked', 'chosen', 'again'])
      expect(tagsOf(`in ${name}`), name).to.deep.equal(['seq:step:1', 't']);
    expect(seen.runs.filter(({ name }) => name === 'flaky').map(({ tags }) => tags)).to.deep.equal([
      ...[['seq:step:5', 't'], ['t'], ['retry:attempt:2', 't']],
    ]);
    expect(tagsOf('again')).to.deep.equal(['t']);
  });

  it('A16.10 inherits observers, keeps each once, and adds those of an inner config for what is inside', async () => {
    const inside = new Recorder();
    const outer = RunnableLambda.from(
      (x: number) => RunnableSequence.from([add, double]).invoke(x, { callbacks: [seen, inside] }),
      { name: 'outer' },
    );
    await outer.invoke(1, { callbacks: [seen, seen] });
    const steps = ['RunnableSequence/add', 'RunnableSequence/double'];
    expect(seen.tree).to.deep.equal(['outer', 'outer/RunnableSequence', ...steps]);
    expect(inside.tree).to.deep.equal(['outer/RunnableSequence', ...steps]);
  });

  it('D7 gives each input of a batch a run of its own, with its own output', async () => {
    const chain = RunnableSequence.from([add, double]);
    await chain.batch([1, 2], { callbacks: [seen] });
    const ends = seen.lines.filter((line) => line.startsWith('end RunnableSequence'));
    expect(ends.sort()).to.deep.equal([
      'end RunnableSequence {"output":4}',
      'end RunnableSequence {"output":6}',
    ]);
    seen.check();
  });

  it('D7 gives each failed input of a batch its own error, and starts later steps for survivors alone', async () => {
    const odd = RunnableLambda.from(
      (x: number) => {
        if (x % 2 === 0) throw new Error(`even ${String(x)}`);
        return x;
      },
      { name: 'odd' },
    );
    await RunnableSequence.from([odd, double]).batchSettled([1, 2, 3, 4], { callbacks: [seen] });
    seen.check();
    expect(seen.lines.filter((line) => line.startsWith('error Runnable'))).to.deep.equal([
      'error RunnableSequence "even 2"',
      'error RunnableSequence "even 4"',
    ]);
    expect(seen.tree.filter((name) => name === 'RunnableSequence/double')).to.have.length(2);
  });

  it('starts the run of an input when the input is worked on', async () => {
    await add.batch([1, 2], { callbacks: [seen], maxConcurrency: 1 });
    expect(seen.lines).to.deep.equal([
      'start add {"input":1}',
      'end add {"output":2}',
      'start add {"input":2}',
      'end add {"output":3}',
    ]);
  });

  it('observes each input of a batch by the config it has', async () => {
    await RunnableSequence.from([add, double]).batch([1, 2, 3], [{}, { callbacks: [seen] }, {}]);
    expect(seen.tree).to.deep.equal(['RunnableSequence', 'RunnableSequence/add', 'RunnableSequence/double']);
    expect(seen.named('double').output).to.equal(6);
  });

  it('observes batchAsCompleted', async () => {
    await collect(RunnableSequence.from([add, double]).batchAsCompleted([1, 2], { callbacks: [seen] }));
    expect(seen.tree.filter((name) => name === 'RunnableSequence')).to.have.length(2);
    seen.check();
  });

  it('observes invokeSync without leaving the turn', () => {
    const chain = RunnableSequence.from([double, { a: double }]);
    expect(chain.invokeSync(1, { callbacks: [seen] })).to.deep.equal({ a: 4 });
    expect(seen.lines.at(-1)).to.equal('end RunnableSequence {"a":4}');
  });

  describe('when aborted', () => {
    it('A18.6 ends every open run with an error, innermost first', async () => {
      const wait = RunnableLambda.from(untilAborted, { name: 'wait' });
      const chain = RunnableSequence.from([add, wait]);
      const reason = new Error('enough');
      const controller = new AbortController();
      const work = chain.invoke(1, { callbacks: [seen], signal: controller.signal });
      setTimeout(() => controller.abort(reason), 1);
      expect(await caught(work)).to.equal(reason);
      expect(seen.lines.slice(-2)).to.deep.equal(['error wait "enough"', 'error RunnableSequence "enough"']);
      seen.check();
    });

    it('A25.3 ends them with the reason of the signal; one that is no error is the cause of an AbortError', async () => {
      const wait = RunnableLambda.from(untilAborted, { name: 'wait' });
      const reasonOf = async (reason: unknown): Promise<unknown[]> => {
        const recorder = new Recorder();
        const controller = new AbortController();
        const work = RunnableSequence.from([add, wait]).stream(1, {
          callbacks: [recorder],
          signal: controller.signal,
        });
        setTimeout(() => controller.abort(reason), 1);
        const thrown = await caught(collect(work));
        recorder.check();
        return [thrown, recorder.named('wait').error, recorder.named('RunnableSequence').error];
      };
      const error = new Error('enough');
      expect(await reasonOf(error)).to.deep.equal([error, error, error]);
      const [thrown, ...told] = await reasonOf('bored');
      expect(thrown).to.be.instanceOf(AbortError).with.property('cause', 'bored');
      for (const each of told) expect(each).to.be.instanceOf(AbortError).with.property('cause', 'bored');
    });

    it('A25.3 ends the runs of work that does not heed the signal when the caller is told', async () => {
      const deaf = RunnableLambda.from(() => new Promise<number>(() => undefined), { name: 'deaf' });
      const chain = RunnableSequence.from([add, deaf]);
      const signal = AbortSignal.timeout(5);
      await caught(chain.invoke(1, { callbacks: [seen], signal }));
      expect(seen.lines.slice(-2).map((line) => line.split(' ', 2).join(' '))).to.deep.equal([
        'error deaf',
        'error RunnableSequence',
      ]);
      expect(seen.named('deaf').error).to.equal(signal.reason);
      seen.check();
    });

    it('A25.3 ends the runs of such work for each input of a batch, and for a stream', async () => {
      const deaf = RunnableLambda.from(() => new Promise<number>(() => undefined), { name: 'deaf' });
      const chain = RunnableSequence.from([add, deaf]);
      await caught(chain.batch([1, 2], { callbacks: [seen], signal: AbortSignal.timeout(5) }));
      await caught(collect(chain.stream(1, { callbacks: [seen], signal: AbortSignal.timeout(5) })));
      seen.check();
      expect(seen.runs.filter(({ name }) => name === 'RunnableSequence')).to.have.length(3);
    });

    it('ends a nested call that has timed out, and lets its caller go on', async () => {
      const deaf = RunnableLambda.from(() => new Promise<number>(() => undefined), { name: 'deaf' });
      const outer = RunnableLambda.from(
        async (x: number) => {
          await caught(deaf.invoke(x, { timeout: 5 }));
          return add.invoke(x);
        },
        { name: 'outer' },
      );
      expect(await outer.invoke(1, { callbacks: [seen] })).to.equal(2);
      expect(seen.lines.map((line) => line.split(' ', 2).join(' '))).to.deep.equal([
        ...['start outer', 'start deaf', 'error deaf', 'start add', 'end add', 'end outer'],
      ]);
    });
  });

  it('ends runs that nobody waits for with the run that started them', async () => {
    let release: (() => void) | undefined;
    const slow = RunnableLambda.from(() => new Promise<void>((resolve) => (release = resolve)), {
      name: 'slow',
    });
    const outer = RunnableLambda.from(
      (x: number) => {
        slow.invoke(undefined).catch(() => undefined);
        return x;
      },
      { name: 'outer' },
    );
    expect(await outer.invoke(1, { callbacks: [seen] })).to.equal(1);
    expect(seen.lines.slice(-2)).to.deep.equal([
      'error slow "[R304] The run was aborted: \\"the run that it was a part of has ended\\" (string)."',
      'end outer {"output":1}',
    ]);
    release?.();
    await new Promise((resolve) => setTimeout(resolve, 1));
    seen.check();
  });

  it('ends the branches of a parallel that fails before the parallel itself', async () => {
    const fail = RunnableLambda.from(
      async () => {
        await Promise.resolve();
        throw new Error('down');
      },
      { name: 'fail' },
    );
    const deaf = RunnableLambda.from(() => new Promise<number>(() => undefined), { name: 'deaf' });
    await caught(RunnableParallel.from({ fail, deaf }).invoke(1, { callbacks: [seen] }));
    expect(seen.lines.slice(-3)).to.deep.equal([
      'error fail "down"',
      'error deaf "down"',
      'error RunnableParallel<fail,deaf> "down"',
    ]);
  });
});

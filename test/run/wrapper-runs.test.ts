import { expect } from 'chai';
import {
  RunnableGenerator,
  RunnableLambda,
  RunnableRetry,
  RunnableSequence,
  TimeoutError,
  type Run,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { countedSignal } from '../support/counted-signal.js';
import { fakeClock } from '../support/fake-clock.js';
import { flaky } from '../support/flaky.js';
import { gc } from '../support/gc.js';
import { Recorder } from '../support/observing.js';

const AT_ONCE = { waitExponentialJitter: false } as const;

/** Each run with its tags and how it ended. */
const facts = ({ runs }: Recorder) => runs.map(({ path, tags, status }) => [path, tags, status]);

describe('the runs of wrappers', () => {
  const clock = fakeClock();
  let seen: Recorder;
  beforeEach(() => {
    seen = new Recorder();
  });
  afterEach(() => seen.check());

  const named = <I>(name: string, ...failures: unknown[]) =>
    RunnableLambda.from(flaky<I>(...failures), { name });
  const streaming = (name: string, ...failures: string[]) =>
    RunnableLambda.from(
      async function* (_input: string) {
        await Promise.resolve();
        const message = failures.shift();
        if (message !== undefined) throw new Error(message);
        yield* ['a', 'b'];
      },
      { name },
    );

  const TWO_FAILURES = [
    ['model', [], 'succeeded'],
    ['model > retry#1 > model', [], 'failed'],
    ['model > retry#2 > model', ['retry:attempt:2'], 'failed'],
    ['model > retry#3 > model', ['retry:attempt:3'], 'succeeded'],
  ];

  it('A11.4 a retry has a run of its own, with one below it for each attempt', async () => {
    await named<string>('model', 'a', 'b')
      .withRetry(AT_ONCE)
      .invoke('x', { callbacks: [seen] });
    expect(facts(seen).map(([, ...rest]) => rest)).to.deep.equal(TWO_FAILURES.map(([, ...rest]) => rest));
    expect(seen.tree).to.deep.equal(['model', 'model/model', 'model/model', 'model/model']);
    expect(seen.runs.map(({ error }) => (error as Error | undefined)?.message)).to.deep.equal([
      undefined,
      'a',
      'b',
      undefined,
    ]);
  });

  it('A11.4 the run of a retry that fails ends with the last error', async () => {
    const step = named<string>('model', 'a', 'b', 'c').withRetry(AT_ONCE);
    await caught(step.invoke('x', { callbacks: [seen] }));
    expect(seen.lines.at(-1)).to.equal('error model "c"');
    expect(seen.runs).to.have.length(4);
  });

  it('A16.8 the tag of an attempt stays with it, tags of the config go on', async () => {
    const step = RunnableSequence.from([named<string>('inner', 'a'), (text: string) => text], {
      name: 'chain',
    });
    await step.withRetry(AT_ONCE).invoke('x', { callbacks: [seen], tags: ['own'] });
    expect(seen.runs.map(({ name, tags }) => [name, tags])).to.deep.include.members([
      ['chain', ['own']],
      ['chain', ['retry:attempt:2', 'own']],
      ['inner', ['seq:step:1', 'own']],
    ]);
  });

  it('A25.18 a streamed retry has the runs of an invoked one', async () => {
    const step = streaming('model', 'a', 'b').withRetry(AT_ONCE);
    expect(await collect(step.stream('x', { callbacks: [seen] }))).to.deep.equal(['a', 'b']);
    expect(facts(seen).map(([, ...rest]) => rest)).to.deep.equal(TWO_FAILURES.map(([, ...rest]) => rest));
    expect(seen.runs[0]?.output).to.equal('ab');
    expect(seen.runs[3]?.output).to.equal('ab');
  });

  it('A11.4 each input of a batch has the runs of an invoked one', async () => {
    const step = RunnableLambda.from(
      (input: string, { attempt }) => {
        if (input === 'b' && attempt === 1) throw new Error('busy');
        return input;
      },
      { name: 'model' },
    );
    await step.withRetry(AT_ONCE).batch(['a', 'b'], { callbacks: [seen] });
    expect(
      seen.runs.map(({ input, tags, status, parent }) => [input, tags, status, parent?.name]),
    ).to.deep.equal([
      ['a', [], 'succeeded', undefined],
      ['b', [], 'succeeded', undefined],
      ['a', [], 'succeeded', 'model'],
      ['b', [], 'failed', 'model'],
      ['b', ['retry:attempt:2'], 'succeeded', 'model'],
    ]);
    const [, second] = seen.runs as [Run, Run];
    expect(seen.runs[4]?.parent?.id).to.equal(second.id);
  });

  it('a run inside knows the path of its attempt', async () => {
    const paths: string[] = [];
    const step = RunnableLambda.from(
      (_input: string, { attempt, run }: RunContext) => {
        paths.push(run.path);
        if (attempt < 2) throw new Error('busy');
      },
      { name: 'model' },
    );
    const chain = RunnableSequence.from([step.withRetry(AT_ONCE), (x: unknown) => x], { name: 'Answer' });
    await chain.invoke('x', { callbacks: [seen] });
    expect(paths).to.deep.equal(['Answer > retry#1 > model', 'Answer > retry#2 > model']);
  });

  it('A12.8 candidates run below the fallbacks, without a tag, however they are called', async () => {
    const step = named<string>('primary', 'a', 'b', 'c').withFallbacks([named<string>('second')]);
    const outer = RunnableLambda.from((input: string, ctx) => step.invoke(input, ctx), { name: 'outer' });
    await outer.invoke('x', { callbacks: [seen] });
    await step.batch(['x'], { callbacks: [seen] });
    await collect(step.stream('x', { callbacks: [seen] }));
    const tree = ['RunnableWithFallbacks', 'RunnableWithFallbacks/primary', 'RunnableWithFallbacks/second'];
    expect(seen.tree).to.deep.equal([
      'outer',
      'outer/RunnableWithFallbacks',
      ...tree.slice(1),
      ...tree,
      ...tree,
    ]);
    for (const run of seen.runs) expect(run.tags).to.deep.equal([]);
    for (const run of seen.runs.filter(({ name }) => name === 'primary'))
      expect(run.status).to.equal('failed');
  });

  it('D8 the run of streamed fallbacks ends with what its chunks add up to', async () => {
    const step = streaming('primary', 'busy').withFallbacks([streaming('second')]);
    await collect(step.stream('x', { callbacks: [seen] }));
    expect(seen.runs.map(({ name, output }) => [name, output])).to.deep.equal([
      ['RunnableWithFallbacks', 'ab'],
      ['primary', undefined],
      ['second', 'ab'],
    ]);
  });

  it('A13.3 a timeout has no run of its own: that of its step ends with the error', async () => {
    const step = RunnableLambda.from(() => new Promise(() => undefined), { name: 'slow' });
    const chain = RunnableSequence.from([step.withTimeout({ total: 100 }), (x: unknown) => x], {
      name: 'Answer',
    });
    const run = caught(chain.invoke('x', { callbacks: [seen] }));
    await clock.pass(100);
    expect(await run).to.be.instanceOf(TimeoutError);
    expect(facts(seen)).to.deep.equal([
      ['Answer', [], 'failed'],
      ['Answer > slow', ['seq:step:1'], 'failed'],
    ]);
    expect(seen.runs[1]?.error).to.be.instanceOf(TimeoutError);
  });

  it('a late stream, too, ends its run with the error', async () => {
    const step = RunnableLambda.from(() => new Promise(() => undefined), { name: 'slow' });
    const run = caught(collect(step.withTimeout({ firstChunk: 100 }).stream('x', { callbacks: [seen] })));
    await clock.pass(100);
    expect(await run).to.be.instanceOf(TimeoutError);
    expect(facts(seen)).to.deep.equal([['slow', [], 'failed']]);
  });

  it('a late input of a batch, too, and none else', async () => {
    const step = RunnableSequence.from(
      [(input: string) => input, (input: string) => (input === 'a' ? new Promise(() => undefined) : input)],
      { name: 'chain' },
    );
    const run = step.withTimeout({ total: 100 }).batchSettled(['a', 'b'], { callbacks: [seen] });
    await clock.pass(100);
    await run;
    expect(seen.runs.filter(({ name }) => name === 'chain').map(({ status }) => status)).to.deep.equal([
      'failed',
      'succeeded',
    ]);
  });

  it('A18.6 abortion while a retry waits ends its run with the reason', async () => {
    const controller = new AbortController();
    const run = caught(
      named<string>('model', 'busy')
        .withRetry({ delay: 1000 })
        .invoke('x', { callbacks: [seen], signal: controller.signal }),
    );
    await clock.pass(10);
    controller.abort(new Error('enough'));
    await run;
    expect(seen.lines).to.deep.equal([
      'start model {"input":"x"}',
      'start model {"input":"x"}',
      'error model "busy"',
      'error model "enough"',
    ]);
  });

  it('A10.6 listeners of what is retried are called once for a call, not for each attempt', async () => {
    const calls: string[] = [];
    const listeners = {
      onStart: () => void calls.push('start'),
      onEnd: () => void calls.push('end'),
      onError: () => void calls.push('error'),
    };
    await named<string>('model', 'a', 'b').withListeners(listeners).withRetry(AT_ONCE).invoke('x');
    expect(calls).to.deep.equal(['start', 'end']);
  });
});

describe('wrappers of wrappers', () => {
  it('D5b a config that is bound to a retry leaves its policy', async () => {
    const work = flaky<string>('a', 'b', 'c');
    const step = RunnableLambda.from(work)
      .withRetry({ stopAfterAttempt: 1 })
      .withConfig({ tags: ['own'] });
    await caught(step.invoke('x'));
    expect(work.inputs).to.have.length(1);
  });

  it('D5b listeners on a retry leave the retry, and are called once', async () => {
    const calls: string[] = [];
    const work = flaky<string>('a', 'b');
    const step = RunnableLambda.from(work)
      .withRetry(AT_ONCE)
      .withListeners({ onStart: () => void calls.push('start'), onEnd: () => void calls.push('end') });
    expect(await step.invoke('x')).to.equal('x');
    expect(calls).to.deep.equal(['start', 'end']);
    expect(work.inputs).to.have.length(3);
  });

  it('A9.7 a retry of what has a config and kwargs stands inside of them', async () => {
    const seen: unknown[] = [];
    const step = RunnableLambda.from((_input: string, { kwargs, tags, attempt }) => {
      seen.push([kwargs, tags]);
      if (attempt === 1) throw new Error('busy');
    });
    const bound = step.bind({ stop: 'here' }).withConfig({ tags: ['own'] });
    await bound.withRetry(AT_ONCE).invoke('x');
    await bound.withTimeout({ total: 1000 }).withRetry(AT_ONCE).invoke('x');
    expect(seen).to.deep.equal(Array.from({ length: 4 }, () => [{ stop: 'here' }, ['own']]));
  });

  it('A8.4 each element of a map is retried by itself', async () => {
    const work = flaky<string>('busy');
    const step = RunnableLambda.from(work).withRetry(AT_ONCE).map();
    expect(await step.invoke(['a', 'b'])).to.deep.equal(['a', 'b']);
    expect(work.inputs).to.have.members(['a', 'b', 'a']);
  });

  it('A2.2 a retry keeps a sequence together', async () => {
    const [first, second] = [flaky<string>(), flaky<string>('busy')];
    const inner = RunnableSequence.from([first, second]).withRetry(AT_ONCE);
    const outer = RunnableSequence.from([inner, (text: string) => text.toUpperCase()]);
    expect(outer.steps).to.have.length(2);
    expect(await outer.invoke('x')).to.equal('X');
    expect(first.inputs).to.have.length(2);
  });

  it('A25.21 all three run synchronously where nothing is asynchronous', () => {
    let calls = 0;
    const step = RunnableLambda.from((input: string) => {
      calls += 1;
      if (calls < 3) throw new Error('busy');
      return input;
    });
    const wrapped = step.withTimeout({ total: 1000 }).withFallbacks([step]).withRetry(AT_ONCE);
    expect(wrapped.invokeSync('x')).to.equal('x');
    expect(new RunnableRetry(wrapped, AT_ONCE).invokeSync('x')).to.equal('x');
  });
});

describe('what wrappers hold', () => {
  it('D15 no chunk that has been read', async () => {
    const refs: WeakRef<object>[] = [];
    const step = RunnableGenerator.from(async function* (chunks: AsyncIterable<object>) {
      yield* chunks;
    });
    async function* produce(): AsyncGenerator<object> {
      for (;;) {
        const chunk = {};
        refs.push(new WeakRef(chunk));
        yield chunk;
      }
    }
    const wrapped = step.withTimeout({ total: 60_000, idle: 60_000 }).withRetry(AT_ONCE);
    const stream = wrapped.transform(produce());
    for (let count = 0; count < 100; count += 1) await stream.next();
    await gc();
    expect(refs.slice(0, 90).filter((ref) => ref.deref() !== undefined)).to.deep.equal([]);
    await stream.return();
  });

  it('D17 one listener on the signal at most, and none in the end', async () => {
    const counted = countedSignal();
    const step = RunnableLambda.from(flaky<string>('busy', 'busy'));
    const wrapped = step.withTimeout({ total: 60_000 }).withFallbacks([step]).withRetry(AT_ONCE);
    const outer = RunnableLambda.from(async (input: string, ctx) => {
      for (let count = 0; count < 20; count += 1) await wrapped.invoke(input, ctx);
      await Promise.all(Array.from({ length: 20 }, () => wrapped.invoke(input, ctx)));
      await wrapped.batch(
        Array.from({ length: 20 }, () => input),
        ctx,
      );
      await collect(wrapped.stream(input, ctx));
    });
    await outer.invoke('x', { signal: counted.signal });
    expect(counted.most).to.equal(1);
    expect(counted.listeners).to.equal(0);
  });
});

import { CallbackManager } from '@langchain/core/callbacks/manager';
import { RunCollectorCallbackHandler } from '@langchain/core/tracers/run_collector';
import { expect } from 'chai';
import { InvalidOptionError, RunnableLambda, RunnableSequence, flush, type Run } from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { later } from '../support/later.js';
import { warningsOf } from '../support/warnings.js';

const add = RunnableLambda.from((x: number) => x + 1, { name: 'add' });
const fail = RunnableLambda.from(
  (_: number): number => {
    throw new Error('down');
  },
  { name: 'fail' },
);

describe('withListeners', () => {
  let calls: string[];
  const note =
    (label: string) =>
    (run: Run): void => {
      calls.push(`${label} ${run.name}`);
    };
  const notes = (label = '') => ({
    onStart: note(`${label}start`),
    onEnd: note(`${label}end`),
    onError: note(`${label}error`),
    onFinally: note(`${label}finally`),
  });
  beforeEach(() => {
    calls = [];
  });

  it('A10.1 shows the run with all that is known of it', async () => {
    let shown: Run | undefined;
    const chain = RunnableSequence.from([add, add]).withListeners({ onEnd: (run) => (shown = run) });
    await chain.invoke(1, { tags: ['t'], metadata: { m: 1 } });
    expect(shown).to.deep.include({
      ...{ name: 'RunnableSequence', runType: 'chain', status: 'succeeded', error: undefined },
      ...{ inputs: { input: 1 }, outputs: { output: 3 }, tags: ['t'], metadata: { m: 1 } },
    });
    expect(shown?.children.map(({ name, output }) => [name, output])).to.deep.equal([
      ['add', 2],
      ['add', 3],
    ]);
    expect(shown?.startTime).to.be.at.most(shown?.endTime as number);
    expect(shown?.id).to.match(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
  });

  it('A10.1 shows the error of a run that failed, which has no outputs', async () => {
    let shown: Run | undefined;
    const error = await caught(fail.withListeners({ onError: (run) => (shown = run) }).invoke(1));
    expect(shown).to.deep.include({ error, status: 'failed', inputs: { input: 1 }, outputs: undefined });
    expect(shown?.endTime).to.be.a('number');
  });

  it('A10.1 gives the listener the very context that the step gets: of a call, a batch and a stream', async () => {
    const seen: unknown[] = [];
    const ask = RunnableLambda.from((_: number, ctx) => void seen.push(ctx.tags, ctx.run.id));
    const listened = ask.withListeners({ onStart: (run, ctx) => seen.push(ctx.tags, run.id) });
    await listened.invoke(1, { tags: ['a'] });
    await listened.batch([1], { tags: ['b'] });
    await collect(listened.stream(1, { tags: ['c'] }));
    for (const [index, tag] of ['a', 'b', 'c'].entries()) {
      const [tags, id, ...again] = seen.slice(4 * index, 4 * index + 4);
      expect([tags, id]).to.deep.equal(again);
      expect(tags).to.deep.equal([tag]);
    }
  });

  it('A10.1 gives the listener the config of the call as well', async () => {
    const seen: unknown[] = [];
    const listened = add.withListeners({ onStart: (_run, ctx) => seen.push(ctx.configurable, ctx.kwargs) });
    await listened.invoke(1, { configurable: { user: 'Ada' } }, { stop: 'x' });
    expect(seen).to.deep.equal([{ user: 'Ada' }, { stop: 'x' }]);
  });

  it('A10.2 fires for the runnable itself, not for its steps, and once for each input of a batch', async () => {
    const chain = RunnableSequence.from([add, add]).withListeners(notes());
    await chain.invoke(1);
    expect(calls).to.deep.equal(['start', 'end', 'finally'].map((event) => `${event} RunnableSequence`));
    calls = [];
    await chain.batch([1, 2]);
    expect(calls.filter((call) => call.startsWith('start'))).to.have.length(2);
    expect(calls.filter((call) => call.startsWith('end'))).to.have.length(2);
  });

  it('A10.2 fires once for each element of a map', async () => {
    await add.withListeners(notes()).map().invoke([1, 2]);
    expect(calls.sort()).to.deep.equal([
      ...['end add', 'end add', 'finally add', 'finally add', 'start add', 'start add'],
    ]);
  });

  it('A10.2 fires for a step that is listened to inside a chain', async () => {
    await RunnableSequence.from([add, add.withListeners(notes()), add]).invoke(1);
    expect(calls).to.deep.equal(['start add', 'end add', 'finally add']);
  });

  it('A10.3 A25.9 calls onEnd only for a success, onError only for a failure, and onFinally after either', async () => {
    await add.withListeners(notes()).invoke(1);
    await caught(fail.withListeners(notes()).invoke(1));
    expect(calls).to.deep.equal([
      ...['start add', 'end add', 'finally add'],
      ...['start fail', 'error fail', 'finally fail'],
    ]);
  });

  it('A10.4 shows inputs and outputs as objects; at the start of a stream the input is a placeholder', async () => {
    const seen: unknown[] = [];
    const listeners = {
      onStart: (run: Run) => seen.push(run.inputs),
      onEnd: (run: Run) => seen.push(run.inputs, run.outputs),
    };
    await RunnableLambda.from((x: { a: number }) => ({ b: x.a }))
      .withListeners(listeners)
      .invoke({ a: 1 });
    expect(seen.splice(0)).to.deep.equal([{ a: 1 }, { a: 1 }, { b: 1 }]);
    await collect(add.withListeners(listeners).stream(1));
    expect(seen).to.deep.equal([{ input: '' }, { input: 1 }, { output: 2 }]);
  });

  it('A10.5 calls the last added first, at the start and at the end', async () => {
    await add.withListeners(notes('a ')).withListeners(notes('b ')).invoke(1);
    expect(calls).to.deep.equal([
      ...['b start add', 'a start add', 'b end add', 'a end add', 'b finally add', 'a finally add'],
    ]);
  });

  it('A10.7 reports what a listener throws, sync or async, and does not fail the run', async () => {
    const warnings = await warningsOf(async () => {
      const listened = add.withListeners({
        onStart: () => {
          throw new Error('listener broke');
        },
        onEnd: async () => {
          await later();
          throw new Error('listener broke later');
        },
      });
      expect(await listened.invoke(1)).to.equal(2);
    });
    expect(warnings).to.deep.equal([
      'An observer failed in run add: Error: listener broke',
      'An observer failed in run add: Error: listener broke later',
    ]);
  });

  it('A10.7 reports what a listener throws also where it has no text', async () => {
    class Unspeakable extends Error {
      override toString(): string {
        throw new Error('no text');
      }
    }
    const listened = add.withListeners({
      onStart: () => {
        throw new Unspeakable();
      },
    });
    const warnings = await warningsOf(async () => {
      expect(await listened.invoke(1)).to.equal(2);
    });
    expect(warnings).to.deep.equal(['An observer failed in run add: an error that cannot be shown']);
  });

  it('A10.7 fails the run for what a listener throws that says raiseError, and ends it with an error', async () => {
    const error = new Error('not today');
    const strict = add
      .withListeners({
        raiseError: true,
        onStart: () => {
          throw error;
        },
      })
      .withListeners(notes());
    expect(await caught(strict.invoke(1))).to.equal(error);
    expect(calls).to.deep.equal(['start add', 'error add', 'finally add']);
    const late = add.withListeners({ raiseError: true, onEnd: () => Promise.reject(error) });
    expect(await caught(late.invoke(1))).to.equal(error);
    expect(await caught(collect(late.stream(1)))).to.equal(error);
    expect(await caught(late.batch([1]))).to.equal(error);
  });

  it('A10.8 awaits asynchronous listeners: the start before the body, the end before the result', async () => {
    const listened = RunnableLambda.from(async (x: number) => {
      calls.push('body start');
      await later();
      calls.push('body end');
      return x;
    }).withListeners({
      onStart: async () => {
        calls.push('start start');
        await later();
        calls.push('start end');
      },
      onEnd: async () => {
        calls.push('end start');
        await later();
        calls.push('end end');
      },
    });
    const order = ['start start', 'start end', 'body start', 'body end', 'end start', 'end end', 'result'];
    await listened.invoke(1).then(() => calls.push('result'));
    expect(calls.splice(0)).to.deep.equal(order);
    await collect(listened.stream(1)).then(() => calls.push('result'));
    expect(calls.splice(0)).to.deep.equal(order);
    await listened.batch([1]).then(() => calls.push('result'));
    expect(calls.splice(0)).to.deep.equal(order);
    const chain = RunnableSequence.from([listened, add]);
    await chain.batch([1]).then(() => calls.push('result'));
    expect(calls).to.deep.equal(order);
  });

  it('A10.9 fires in a run that is observed by others', async () => {
    const outer: string[] = [];
    const listened = add.withListeners(notes());
    const call = RunnableLambda.from((x: number) => listened.invoke(x), { name: 'call' });
    await call.invoke(1, { callbacks: [{ onStart: (run: Run) => outer.push(run.path) }] });
    expect(calls).to.deep.equal(['start add', 'end add', 'finally add']);
    expect(outer).to.deep.equal(['call', 'call > add']);
  });

  it('A10.9 fires in a call whose callbacks are a manager that has run something before', async () => {
    const collector = new RunCollectorCallbackHandler();
    const manager = new CallbackManager('019364d8-0000-7000-8000-00000000000b');
    manager.addHandler(collector, true);
    const listened = RunnableSequence.from([add, add]).withListeners(notes());
    await listened.invoke(1, { callbacks: manager });
    await listened.batch([1], { callbacks: manager });
    const once = ['start RunnableSequence', 'end RunnableSequence', 'finally RunnableSequence'];
    expect(calls).to.deep.equal([...once, ...once]);
    expect(collector.tracedRuns.map((run) => run.child_runs?.length)).to.deep.equal([2, 2]);
  });

  it('does not wait for asynchronous listeners of invokeSync; flush does', async () => {
    const listened = add.withListeners({
      onEnd: async () => {
        await later();
        calls.push('told');
      },
    });
    expect(listened.invokeSync(1)).to.equal(2);
    expect(calls).to.deep.equal([]);
    await flush();
    expect(calls).to.deep.equal(['told']);
  });

  it('has flush wait for every asynchronous listener of invokeSync, also for one that a later one overtakes', async () => {
    const listened = add.withListeners({
      onStart: async () => {
        await later(5);
        calls.push('start');
      },
      onEnd: async () => {
        await later();
        calls.push('end');
      },
    });
    listened.invokeSync(1);
    await flush();
    expect(calls).to.have.members(['start', 'end']);
  });

  it('leaves the runnable that it is called on as it was, and takes its name and its place', async () => {
    const listened = add.withListeners(notes());
    await add.invoke(1);
    expect(calls).to.deep.equal([]);
    expect(listened.getName()).to.equal('add');
    expect(listened.getName('Input')).to.equal('add_input');
  });

  it('refuses a listener that is no function', () => {
    expect(() => add.withListeners({ onStart: 'x' as never })).to.throw(
      InvalidOptionError,
      '[A102] add.withListeners: onStart must be a function, got "x" (string).',
    );
  });
});

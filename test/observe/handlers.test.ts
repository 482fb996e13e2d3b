import { AsyncLocalStorage } from 'node:async_hooks';
import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { CallbackManager } from '@langchain/core/callbacks/manager';
import * as theirs from '@langchain/core/runnables';
import { BaseTracer, type Run as TracedRun } from '@langchain/core/tracers/base';
import { ConsoleCallbackHandler } from '@langchain/core/tracers/console';
import { RunCollectorCallbackHandler } from '@langchain/core/tracers/run_collector';
import { expect } from 'chai';
import * as ours from 'runwright';
import {
  ChatPromptTemplate,
  FakeStreamingChatModel,
  InvalidConfigError,
  Retriever,
  RunnableBase,
  RunnableGenerator,
  RunnableLambda,
  RunnableSequence,
  StringOutputParser,
  flush,
  type CallbackHandler,
  type Document,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { later } from '../support/later.js';
import { warningsOf } from '../support/warnings.js';

const add = RunnableLambda.from((x: number) => x + 1, { name: 'add' });
const double = RunnableLambda.from(async (x: number) => x * 2, { name: 'double' });
const chain = RunnableSequence.from([add, double]);

/** What a handler prints to the console, without colours and times. */
async function consoleLines(work: () => Promise<unknown>): Promise<string[]> {
  const printed: string[] = [];
  const { log } = console;
  console.log = (line: string) => printed.push(line);
  try {
    await work();
  } finally {
    console.log = log;
  }
  // eslint-disable-next-line no-control-regex -- colours
  return printed.map((line) => line.replaceAll(/\u001b\[\d+m/g, '').replace(/\[\d+ms\]/, '[ms]'));
}

type Call = readonly [method: string, ...args: unknown[]];

/** A handler that writes down each call, with ids by the order in which they are first seen. */
class Recording extends BaseCallbackHandler {
  override name = 'recording';
  override awaitHandlers = true;
  readonly calls: Call[] = [];
  readonly #ids = new Map<unknown, string>();

  override handleChainStart(...args: unknown[]): void {
    this.#write('handleChainStart', args);
  }
  override handleChainEnd(...args: unknown[]): void {
    this.#write('handleChainEnd', args);
  }
  override handleChainError(...args: unknown[]): void {
    this.#write('handleChainError', args);
  }
  override handleCustomEvent(...args: unknown[]): void {
    this.#write('handleCustomEvent', args);
  }

  #write(method: string, args: readonly unknown[]): void {
    this.calls.push([method, ...args.map((arg, index) => this.#shorten(arg, method, index))]);
  }

  /** Ids differ between calls, and what names and serialises a runnable between the libraries. */
  #shorten(arg: unknown, method: string, index: number): unknown {
    if (method === 'handleChainStart' && index === 0) return 'serialized';
    if (method === 'handleChainStart' && index === 7) return 'name';
    if (typeof arg !== 'string' || !/^[0-9a-f-]{36}$/.test(arg)) return arg;
    const known = this.#ids.get(arg) ?? `id${String(this.#ids.size)}`;
    this.#ids.set(arg, known);
    return known;
  }
}

describe('callback handlers', () => {
  it('work as they are: ConsoleCallbackHandler', async () => {
    const lines = await consoleLines(() => chain.invoke(1, { callbacks: [new ConsoleCallbackHandler()] }));
    expect(lines.map((line) => line.split('\n')[0])).to.deep.equal([
      '[chain/start] [1:chain:RunnableSequence] Entering Chain run with input: {',
      '[chain/start] [1:chain:RunnableSequence > 2:chain:add] Entering Chain run with input: {',
      '[chain/end] [1:chain:RunnableSequence > 2:chain:add] [ms] Exiting Chain run with output: {',
      '[chain/start] [1:chain:RunnableSequence > 3:chain:double] Entering Chain run with input: {',
      '[chain/end] [1:chain:RunnableSequence > 3:chain:double] [ms] Exiting Chain run with output: {',
      '[chain/end] [1:chain:RunnableSequence] [ms] Exiting Chain run with output: {',
    ]);
    expect(lines[0]?.split('\n').slice(1)).to.deep.equal(['  "input": 1', '}']);
    expect(lines[5]?.split('\n').slice(1)).to.deep.equal(['  "output": 4', '}']);
  });

  it('work as they are: RunCollectorCallbackHandler', async () => {
    const collector = new RunCollectorCallbackHandler();
    await chain.invoke(1, { callbacks: [collector], tags: ['t'] });
    await collect(chain.stream(1, { callbacks: [collector] }));
    const [invoked, streamed] = collector.tracedRuns as [TracedRun, TracedRun];
    expect(invoked).to.deep.include({
      name: 'RunnableSequence',
      inputs: { input: 1 },
      outputs: { output: 4 },
    });
    expect(invoked.child_runs.map(({ name, tags }) => [name, tags])).to.deep.equal([
      ['add', ['seq:step:1', 't']],
      ['double', ['seq:step:2', 't']],
    ]);
    expect(streamed).to.deep.include({ inputs: { input: 1 }, outputs: { output: 4 } });
  });

  it('work as they are: a subclass of BaseTracer', async () => {
    class Names extends BaseTracer {
      override name = 'names';
      readonly seen: string[] = [];
      protected override async persistRun(run: TracedRun): Promise<void> {
        await later();
        this.seen.push(`persisted ${run.name} ${run.error?.split('\n')[0] ?? 'ok'}`);
      }
      override onChainStart(run: TracedRun): void {
        this.seen.push(`${run.name} ${run.parent_run_id === undefined ? 'root' : 'child'}`);
      }
    }
    const tracer = new Names();
    const fail = RunnableLambda.from(
      (_: number): number => {
        throw new Error('down');
      },
      { name: 'fail' },
    );
    await caught(RunnableSequence.from([add, fail]).invoke(1, { callbacks: [tracer] }));
    expect(tracer.seen).to.deep.equal([
      ...['RunnableSequence root', 'add child', 'fail child', 'persisted RunnableSequence down'],
    ]);
  });

  it('work as they are: tracers, for every type of run', async () => {
    const collector = new RunCollectorCallbackHandler();
    class Found extends Retriever {
      override retrieve(query: string): Document[] {
        return [{ pageContent: query, metadata: {} }];
      }
    }
    const talk = ChatPromptTemplate.fromMessages([['human', '{q}']]).pipe(
      new FakeStreamingChatModel({ responses: [['Hel', 'lo']], name: 'model' }),
      new StringOutputParser(),
      new Found(),
    );
    await talk.invoke({ q: 'hi' }, { callbacks: [collector] });
    await collect(talk.stream({ q: 'hi' }, { callbacks: [collector] }));
    for (const root of collector.tracedRuns as TracedRun[]) {
      expect(root.child_runs.map(({ run_type, name }) => [run_type, name])).to.deep.equal([
        ['prompt', 'ChatPromptTemplate'],
        ['llm', 'model'],
        ['parser', 'StringOutputParser'],
        ['retriever', 'Found'],
      ]);
      const [, model, parser, retriever] = root.child_runs as [TracedRun, TracedRun, TracedRun, TracedRun];
      expect(model.inputs).to.have.nested.property('messages[0][0].content', 'hi');
      expect(model.outputs).to.have.nested.property('generations[0][0].text', 'Hello');
      expect(parser.outputs).to.deep.equal({ output: 'Hello' });
      expect(retriever.inputs).to.deep.equal({ query: 'Hello' });
      expect(retriever.outputs).to.deep.equal({ documents: [{ pageContent: 'Hello', metadata: {} }] });
      for (const run of [root, ...root.child_runs]) expect(run.end_time, run.name).to.be.a('number');
    }
  });

  it('work as they are: ConsoleCallbackHandler prints the error of a run with its place', async () => {
    const fail = RunnableLambda.from(
      (_: number): number => {
        throw new Error('down');
      },
      { name: 'fail' },
    );
    const lines = await consoleLines(() =>
      caught(RunnableSequence.from([add, fail]).invoke(1, { callbacks: [new ConsoleCallbackHandler()] })),
    );
    expect(lines.slice(-2).map((line) => line.split('\\n')[0])).to.deep.equal([
      '[chain/error] [1:chain:RunnableSequence > 3:chain:fail] [ms] Chain run errored with error: "down',
      '[chain/error] [1:chain:RunnableSequence] [ms] Chain run errored with error: "down',
    ]);
  });

  it('may be plain objects with some of the methods', async () => {
    const ends: unknown[] = [];
    const handler: CallbackHandler = { handleChainEnd: (outputs: unknown) => ends.push(outputs) };
    await chain.invoke(1, { callbacks: [handler] });
    expect(ends).to.deep.equal([{ output: 2 }, { output: 4 }, { output: 4 }]);
    const bare = Object.assign(Object.create(null) as CallbackHandler, handler);
    await add.invoke(4, { callbacks: [bare] });
    expect(ends.at(-1)).to.deep.equal({ output: 5 });
  });

  it('A16.9 are called in the order of the list, and their failures reported unless they say raiseError', async () => {
    const order: string[] = [];
    const error = new Error('handler broke');
    const breaking: CallbackHandler = {
      name: 'breaking',
      handleChainStart: () => {
        order.push('breaking');
        throw error;
      },
    };
    const second: CallbackHandler = { handleChainStart: () => order.push('second') };
    const warnings = await warningsOf(async () => {
      expect(await add.invoke(1, { callbacks: [breaking, second] })).to.equal(2);
    });
    expect(order).to.deep.equal(['breaking', 'second']);
    expect(warnings).to.deep.equal(['The handler breaking failed in run add: Error: handler broke']);
    expect(await caught(add.invoke(1, { callbacks: [{ ...breaking, raiseError: true }] }))).to.equal(error);
  });

  it('A16.10 are told of every run below, and each once, however often it is given', async () => {
    const starts: string[] = [];
    const handler: CallbackHandler = {
      handleChainStart: (...[, , , , , , , name]: string[]) => starts.push(String(name)),
    };
    const inner = RunnableLambda.from((x: number) => chain.invoke(x, { callbacks: [handler] }), {
      name: 'inner',
    });
    await RunnableSequence.from([inner.withConfig({ callbacks: [handler] }), add]).invoke(1, {
      callbacks: [handler, handler],
    });
    const expected = ['RunnableSequence', 'inner', 'RunnableSequence', 'add', 'double', 'add'];
    expect(starts.splice(0)).to.deep.equal(expected);
    const twice = new Recording();
    const handlers = [twice, twice];
    const manager = new CallbackManager(undefined, { handlers, inheritableHandlers: handlers });
    await chain.invoke(1, { callbacks: manager });
    expect(twice.calls.filter(([method]) => method === 'handleChainStart')).to.have.length(3);
  });

  it('A16.9 work at the same time where they are asynchronous, and are waited for', async () => {
    const order: string[] = [];
    const slow = (label: string, ms: number): CallbackHandler => ({
      handleChainStart: async () => {
        order.push(`${label} starts`);
        await later(ms);
        order.push(`${label} ends`);
      },
    });
    await RunnableLambda.from(() => order.push('body')).invoke(1, {
      callbacks: [slow('a', 6), slow('b', 1)],
    });
    expect(order).to.deep.equal(['a starts', 'b starts', 'b ends', 'a ends', 'body']);
  });

  it('are called within the asynchronous context of the caller', async () => {
    const request = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const handler: CallbackHandler = {
      handleChainStart: () => seen.push(request.getStore()),
      handleChainEnd: async () => {
        await later();
        seen.push(request.getStore());
      },
    };
    await request.run('one', () => double.invoke(1, { callbacks: [handler] }));
    expect(seen).to.deep.equal(['one', 'one']);
  });

  it('are called within the asynchronous context of the caller when a stream is read', async () => {
    const request = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const note = (what: string) => () => seen.push(`${what} ${String(request.getStore())}`);
    const handler: CallbackHandler = { handleChainStart: note('start'), handleChainEnd: note('end') };
    const letters = RunnableGenerator.from(async function* () {
      await later();
      yield 'a';
    });
    await request.run('one', () => collect(letters.stream(0, { callbacks: [handler] })));
    expect(seen).to.deep.equal(['start one', 'end one']);
  });

  it('are awaited in every call: what they begin is done when the call is', async () => {
    let open = 0;
    const slow = async (): Promise<void> => {
      open += 1;
      await later();
      open -= 1;
    };
    const handler: CallbackHandler = {
      handleChainStart: slow,
      handleChainEnd: slow,
      handleChainError: slow,
      handleCustomEvent: slow,
    };
    const send = RunnableLambda.from(async (x: number, ctx: ours.RunContext) => {
      await ctx.dispatch('e');
      if (x < 0) throw new Error('negative');
      return x;
    });
    const calls = RunnableSequence.from([add, send]);
    const config = { callbacks: [handler] };
    for (const work of [
      () => calls.invoke(1, config),
      () => caught(calls.invoke(-5, config)),
      () => calls.batch([1, 2], config),
      () => calls.batchSettled([1, -5], config),
      () => collect(calls.stream(1, config)),
      () => caught(collect(calls.stream(-5, config))),
      () => collect(calls.batchAsCompleted([1, 2], config)),
    ]) {
      await work();
      expect(open).to.equal(0);
    }
  });

  it('are not waited for where they work in the background, each in the order of its calls; flush waits', async () => {
    const calls: string[] = [];
    const slow: CallbackHandler = {
      background: true,
      handleChainStart: async () => {
        await later();
        calls.push('start');
      },
      handleChainEnd: () => calls.push('end'),
    };
    await add.invoke(1, { callbacks: [slow] });
    expect(calls).to.deep.equal([]);
    await flush();
    expect(calls).to.deep.equal(['start', 'end']);
    const warnings = await warningsOf(async () => {
      const broken: CallbackHandler = { ...slow, handleChainStart: () => Promise.reject(new Error('late')) };
      await add.invoke(1, { callbacks: [broken] });
      await flush();
    });
    expect(warnings).to.deep.equal(['The handler handler failed in run add: Error: late']);
  });

  it('are given the serialised form of the runnable, made once', async () => {
    const forms: unknown[] = [];
    const handler: CallbackHandler = { handleChainStart: (form: unknown) => forms.push(form) };
    await chain.invoke(1, { callbacks: [handler] });
    await chain.invoke(1, { callbacks: [handler] });
    expect(forms[0]).to.deep.equal(chain.toJSON());
    expect(forms[3]).to.equal(forms[0]);
    expect(forms[1]).to.deep.include({ lc: 1, type: 'not_implemented', name: 'add' });
  });

  it('are given the serialised form without its secrets', async () => {
    class Keyed extends RunnableBase<string, string> {
      static isLcSerializable(): boolean {
        return true;
      }
      readonly kind = 'keyed';
      readonly lcSecrets = { key: 'KEY' };
      constructor(
        readonly key: string,
        readonly region: string,
      ) {
        super();
      }
      execute(text: string): string {
        return text;
      }
    }
    const forms: unknown[] = [];
    const handler: CallbackHandler = { handleChainStart: (form: unknown) => forms.push(form) };
    await new Keyed('hidden', 'eu').invoke('x', { callbacks: [handler] });
    expect(JSON.stringify(forms[0]))
      .to.include('"region":"eu"')
      .and.to.include('KEY')
      .not.to.include('hidden');
  });

  it('have no serialised form made for them where they do not listen to the start, or where there is none', async () => {
    let made = 0;
    class Unwritable extends RunnableLambda<number, number> {
      override toJSON(): never {
        made += 1;
        throw new Error('cannot be written');
      }
    }
    const runnable = new Unwritable((x: number) => x, { name: 'unwritable' });
    await runnable.invoke(1, { callbacks: [{ handleChainEnd: () => undefined }] });
    expect(made).to.equal(0);
    const forms: unknown[] = [];
    await runnable.invoke(1, { callbacks: [{ handleChainStart: (form: unknown) => forms.push(form) }] });
    expect(made).to.equal(1);
    expect(forms).to.deep.equal([
      {
        ...{ lc: 1, type: 'not_implemented', name: 'unwritable' },
        id: ['langchain', 'schema', 'runnable', 'Unwritable'],
      },
    ]);
  });

  it('may ignore kinds of runs', async () => {
    const calls: string[] = [];
    const handler: CallbackHandler = {
      ignoreChain: true,
      ignoreCustomEvent: true,
      handleChainStart: () => calls.push('chain'),
      handleCustomEvent: () => calls.push('event'),
    };
    await RunnableLambda.from((_: number, ctx: ours.RunContext) => ctx.dispatch('e')).invoke(1, {
      callbacks: [handler],
    });
    expect(calls).to.deep.equal([]);
  });

  describe('in a CallbackManager', () => {
    it('are inherited as the manager says, with its tags and metadata, below its run', async () => {
      const inherited = new Recording();
      const local = new Recording();
      const manager = new CallbackManager('019364d8-0000-7000-8000-00000000000a');
      manager.addHandler(inherited, true);
      manager.addHandler(local, false);
      manager.addTags(['inherited'], true);
      manager.addTags(['graph:step:1'], false);
      manager.addMetadata({ thread: 7 }, true);
      await RunnableSequence.from([add, double]).invoke(1, { callbacks: manager, tags: ['t'] });
      const starts = inherited.calls.filter(([method]) => method === 'handleChainStart');
      expect(starts.map(([, , , id, parent, tags, metadata]) => [id, parent, tags, metadata])).to.deep.equal([
        ['id0', 'id1', ['graph:step:1', 'inherited', 't'], { thread: 7 }],
        ['id2', 'id0', ['seq:step:1', 'inherited', 't'], { thread: 7 }],
        ['id3', 'id0', ['seq:step:2', 'inherited', 't'], { thread: 7 }],
      ]);
      expect(local.calls.map(([method]) => method)).to.deep.equal(['handleChainStart', 'handleChainEnd']);
    });

    it('A10.9 come with the config of a LangChain.js runnable that calls ours', async () => {
      const collector = new RunCollectorCallbackHandler();
      const outer = theirs.RunnableLambda.from((x: number, config: theirs.RunnableConfig) =>
        chain.invoke(x, { callbacks: config.callbacks as CallbackManager }),
      );
      await outer.invoke(1, { callbacks: [collector] });
      const [root] = collector.tracedRuns as [TracedRun];
      expect(root.child_runs.map(({ name }) => name)).to.deep.equal(['RunnableSequence']);
      expect(root.child_runs[0]?.child_runs.map(({ name }) => name)).to.deep.equal(['add', 'double']);
    });
  });

  it('are refused where they are none', async () => {
    const error = await caught(add.invoke(1, { callbacks: [() => undefined] as never }));
    expect(error).to.be.instanceOf(InvalidConfigError);
    expect(String(error)).to.include(
      'callbacks must be a list of handlers and observers, or a CallbackManager, got an array of 1.',
    );
  });
});

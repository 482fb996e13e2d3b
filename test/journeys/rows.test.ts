import 'reflect-metadata';
import { expect } from 'chai';
import {
  Chain,
  InMemoryChatHistoryStore,
  InvalidConfigError,
  RouterRunnable,
  RunnableBase,
  RunnableBinding,
  RunnableBranch,
  RunnableEach,
  RunnableGenerator,
  RunnableLambda,
  RunnableMap,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  RunnableWithMessageHistory,
  Step,
  TimeoutError,
  type AnyRunnable,
  type BaseMessage,
  type Observer,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const inc = RunnableLambda.from((x: number) => x + 1, { name: 'inc' });
const fail = RunnableLambda.from(
  (_: number): number => {
    throw new Error('fail');
  },
  { name: 'fail' },
);

describe('what LangChain and Synaptic document', () => {
  describe('B every runnable has', () => {
    const methods = [
      ...['getName', 'getInputSchema', 'getOutputSchema', 'getInputJsonSchema', 'getOutputJsonSchema'],
      ...['configSchema', 'getConfigJsonSchema', 'getGraph', 'getPrompts', 'pipe', 'pick', 'assign'],
      ...['invoke', 'invokeSync', 'batch', 'batchSettled', 'batchAsCompleted', 'stream', 'streamLog'],
      ...['streamEvents', 'transform', 'bind', 'withConfig', 'withListeners', 'withTypes', 'withRetry'],
      ...['map', 'withFallbacks', 'withTimeout', 'toJSON'],
      ...['configurableFields', 'configurableAlternatives'],
    ];
    const getters = ['inputSchema', 'outputSchema', 'configSpecs', 'inputType', 'outputType', 'name'];

    class Custom extends RunnableBase<number, number> {
      readonly kind = 'custom';
      execute(input: number): number {
        return input;
      }
    }

    const kinds: Record<string, AnyRunnable> = {
      lambda: inc,
      generator: RunnableGenerator.from(async function* (chunks: AsyncIterable<number>) {
        yield* chunks;
      }),
      sequence: inc.pipe(inc),
      parallel: RunnableParallel.from({ inc }),
      branch: RunnableBranch.from([[() => true, inc], inc]),
      router: RouterRunnable.from({ inc }),
      each: inc.map(),
      passthrough: new RunnablePassthrough(),
      assign: RunnablePassthrough.assign({ n: () => 1 }),
      pick: RunnablePassthrough.assign({ n: () => 1 }).pick('n'),
      binding: inc.bind({}),
      retry: inc.withRetry(),
      fallbacks: inc.withFallbacks([inc]),
      timeout: inc.withTimeout({ total: 1 }),
      custom: new Custom(),
    };

    for (const [kind, runnable] of Object.entries(kinds)) {
      it(`every member: ${kind}`, () => {
        const missing = methods.filter((name) => typeof Reflect.get(runnable, name) !== 'function');
        expect(missing).to.deep.equal([]);
        expect(getters.filter((name) => !(name in runnable))).to.deep.equal([]);
      });
    }
  });

  it('B bindings, maps and lists are classes by their names', () => {
    expect(inc.bind({ a: 1 })).to.be.instanceOf(RunnableBinding);
    expect(RunnableMap).to.equal(RunnableParallel);
    expect(inc.map()).to.be.instanceOf(RunnableEach);
    const binding = inc.bind({ a: 1 }).withConfig({ tags: ['t'] }) as unknown as RunnableBinding<
      number,
      number
    >;
    expect(binding.bound).to.equal(inc);
    expect(binding.kwargs).to.deep.equal({ a: 1 });
    expect(binding.config).to.deep.equal({ tags: ['t'] });
  });

  it('C2.1 a node needs to execute only: the rest has defaults', async () => {
    class Double extends RunnableBase<number, number> {
      readonly kind = 'double';
      execute(input: number): number {
        return input * 2;
      }
    }
    const double = new Double();
    expect(await double.invoke(2)).to.equal(4);
    expect(await double.batch([1, 2])).to.deep.equal([2, 4]);
    expect(await collect(double.stream(3))).to.deep.equal([6]);
  });

  it('C2.3 steps that do not fit are refused by the compiler', () => {
    const text = RunnableLambda.from((input: string) => input.length);
    // @ts-expect-error -- a number goes into a step that takes a text
    const wrong = inc.pipe(text);
    expect(wrong).to.be.instanceOf(RunnableSequence);
  });

  it('C2.4 an error ends a sequence: no later step is run', async () => {
    const later: number[] = [];
    const chain = inc.pipe(fail).pipe((x: number) => later.push(x));
    expect(await caught(chain.invoke(1)))
      .to.be.an('error')
      .with.property('message', 'fail');
    expect(later).to.deep.equal([]);
  });

  it('C2.5 C2.6 a stream of which an earlier step fails throws once, gives no chunk, and has ended', async () => {
    const stream = inc.pipe(fail).pipe(inc).stream(1);
    expect(await caught(stream.next()))
      .to.be.an('error')
      .with.property('message', 'fail');
    expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('C2.7 a function gets the context beside the input', async () => {
    const tags = RunnableLambda.from((_: number, ctx: RunContext) => ctx.tags);
    expect(await tags.invoke(0, { tags: ['t'] })).to.deep.equal(['t']);
  });

  it('C2.8 branches get the very input, and the output has their keys', async () => {
    const input = { n: 1 };
    const same = (value: object): object => value;
    const outputs = await RunnableParallel.from({ a: same, b: same }).invoke(input);
    expect(outputs.a).to.equal(input);
    expect(outputs.b).to.equal(input);
  });

  it('C2.9 conditions may be plain functions, asked in their order', async () => {
    const asked: string[] = [];
    const starts = (letter: string) => (text: string) => {
      asked.push(letter);
      return text.startsWith(letter);
    };
    const branch = RunnableBranch.from([
      [starts('A'), (text: string) => `A-branch: ${text}`],
      [starts('B'), (text: string) => `B: ${text}`],
      (text: string) => `default: ${text}`,
    ]);
    expect(await branch.invoke('Apple')).to.equal('A-branch: Apple');
    expect(await branch.invoke('Banana')).to.equal('B: Banana');
    expect(await branch.invoke('Cherry')).to.equal('default: Cherry');
    expect(asked).to.deep.equal(['A', 'A', 'B', 'A', 'B']);
  });

  it('C2.10 A25.4 where all candidates fail, the first error is thrown', async () => {
    const other = (_: number): number => {
      throw new Error('other');
    };
    const both = fail.withFallbacks([other]);
    expect(await caught(both.invoke(1))).to.have.property('message', 'fail');
    expect(await caught(collect(both.stream(1)))).to.have.property('message', 'fail');
  });

  it('C2.13 a retry that is streamed makes its attempts', async () => {
    let calls = 0;
    const flaky = RunnableLambda.from((x: number) => {
      calls += 1;
      if (calls < 3) throw new Error('not yet');
      return x;
    });
    expect(await collect(flaky.withRetry({ waitExponentialJitter: false }).stream(1))).to.deep.equal([1]);
  });

  it('C2.14 A25.6 elements one at a time: the first that fails is the last that is begun', async () => {
    const begun: number[] = [];
    const step = RunnableLambda.from(async (x: number) => {
      begun.push(x);
      await Promise.resolve();
      if (x === 3) throw new Error('three');
      return x * 2;
    });
    const each = step.map();
    expect(await each.invoke([1, 2], { maxConcurrency: 1 })).to.deep.equal([2, 4]);
    begun.length = 0;
    expect(await caught(each.invoke([1, 2, 3, 4, 5], { maxConcurrency: 1 }))).to.have.property(
      'message',
      'three',
    );
    expect(begun).to.deep.equal([1, 2, 3]);
  });

  it('C2.19 A25.9 onFinally is called after a success as after an error', async () => {
    const log: string[] = [];
    const listeners = {
      onStart: () => void log.push('start'),
      onFinally: () => void log.push('finally'),
    };
    await inc.withListeners(listeners).invoke(1);
    await caught(fail.withListeners(listeners).invoke(1));
    await collect(inc.withListeners(listeners).stream(1));
    expect(log).to.deep.equal(['start', 'finally', 'start', 'finally', 'start', 'finally']);
  });

  it('C2.20 a config has tags, metadata, limits, and the name and the id of the run, which is a string', async () => {
    const step = RunnableLambda.from(
      (_: number, { tags, metadata, maxConcurrency, recursionLimit, run }: RunContext) =>
        ({ tags, metadata, maxConcurrency, recursionLimit, runName: run.name, runId: run.id }) as const,
    );
    const config = {
      tags: ['t'],
      metadata: { user: 'ada' },
      maxConcurrency: 2,
      recursionLimit: 3,
      runName: 'named',
      runId: '0192d3a4-0000-7000-8000-000000000000',
    };
    expect(await step.invoke(0, config)).to.deep.equal(config);
    const { maxConcurrency, recursionLimit, runId } = await step.invoke(0);
    expect({ maxConcurrency, recursionLimit }).to.deep.equal({
      maxConcurrency: undefined,
      recursionLimit: 25,
    });
    expect(runId)
      .to.be.a('string')
      .that.matches(/^[0-9a-f-]{36}$/);
  });

  it('C2.22 a chain is declared of a class', async () => {
    @Chain([(text: string) => `PREFIX: ${text}`, (text: string) => `${text} :SUFFIX`])
    class Framed extends Step<string, string> {}
    expect(await new Framed().invoke('hello')).to.equal('PREFIX: hello :SUFFIX');
    expect(await new Framed().batch(['a', 'b'])).to.deep.equal(['PREFIX: a :SUFFIX', 'PREFIX: b :SUFFIX']);
  });

  it('C2.24 the classes of errors tell which of them to retry, and which to fall back after', async () => {
    let calls = 0;
    const late = RunnableLambda.from((_: number): number => {
      calls += 1;
      throw calls === 1 ? new TimeoutError(5) : new RangeError('other');
    });
    const retried = late.withRetry({ retryOn: [TimeoutError], waitExponentialJitter: false });
    expect(await caught(retried.invoke(1))).to.be.instanceOf(RangeError);
    expect(calls).to.equal(2);
    const handled = late.withFallbacks([inc], { exceptionsToHandle: [RangeError] });
    expect(await handled.invoke(1)).to.equal(2);
  });

  it('C2.26 a session is named by configurable values, not by metadata, and a failed call stores nothing', async () => {
    const store = new InMemoryChatHistoryStore();
    const answer = RunnableLambda.from((messages: readonly BaseMessage[]): string => {
      if (messages.at(-1)?.text === 'fail') throw new Error('no answer');
      return 'yes';
    });
    const chat = RunnableWithMessageHistory.from({ runnable: answer, getMessageHistory: store });
    const config = { configurable: { sessionId: 'a' }, metadata: { sessionId: 'b' } };
    expect(await caught(chat.invoke('fail', config))).to.have.property('message', 'no answer');
    expect(store.get('a').getMessages()).to.deep.equal([]);
    await chat.invoke('hi', config);
    expect(store.get('a').getMessages()).to.have.length(2);
    expect(store.get('b').getMessages()).to.deep.equal([]);
    expect(await caught(chat.invoke('hi', { metadata: { sessionId: 'b' } }))).to.be.instanceOf(
      InvalidConfigError,
    );
  });

  it('C2.28 callbacks are notified of the start and of the end or failure of every runnable', async () => {
    const log: string[] = [];
    const observer: Observer = {
      onStart: ({ name }) => void log.push(`${name} started`),
      onEnd: ({ name }) => void log.push(`${name} ended`),
      onError: ({ name }) => void log.push(`${name} failed`),
    };
    await caught(inc.pipe(fail, { name: 'both' }).invoke(1, { callbacks: [observer] }));
    expect(log).to.deep.equal([
      'both started',
      'inc started',
      'inc ended',
      'fail started',
      'fail failed',
      'both failed',
    ]);
  });
});

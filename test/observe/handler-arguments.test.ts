import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { dispatchCustomEvent } from '@langchain/core/callbacks/dispatch';
import * as theirMessages from '@langchain/core/messages';
import { StringOutputParser as TheirParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate as TheirPrompt } from '@langchain/core/prompts';
import { BaseRetriever } from '@langchain/core/retrievers';
import * as theirs from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import {
  FakeListChatModel,
  FakeLLM,
  FakeStreamingChatModel as TheirModel,
} from '@langchain/core/utils/testing';
import { expect } from 'chai';
import * as ours from 'runwright';
import { z } from 'zod';
import { collect } from '../support/collect.js';
import { Invoked } from '../support/invoked.js';

const METHODS = [
  ...['handleChainStart', 'handleChainEnd', 'handleChainError'],
  ...['handleLLMStart', 'handleChatModelStart', 'handleLLMNewToken', 'handleLLMEnd', 'handleLLMError'],
  ...['handleToolStart', 'handleToolEnd', 'handleToolError'],
  ...['handleRetrieverStart', 'handleRetrieverEnd', 'handleRetrieverError', 'handleCustomEvent'],
];

type Call = readonly [method: string, ...args: unknown[]];
interface Config {
  readonly callbacks: Recording[];
  readonly tags: string[];
  readonly metadata: Record<string, unknown>;
  readonly runName: string;
}

/** A handler that writes down each call with all its arguments. */
class Recording extends BaseCallbackHandler {
  override name = 'recording';
  override awaitHandlers = true;
  readonly calls: Call[] = [];
  readonly #ids = new Map<string, string>();

  constructor() {
    super();
    for (const method of METHODS) {
      Object.assign(this, {
        [method]: (...args: unknown[]) => {
          this.calls.push([method, ...args.map((arg, index) => this.#plain(arg, method, index))]);
        },
      });
    }
  }

  /** Takes off what differs by nature: ids, the classes of messages, what a library adds to metadata. */
  #plain(arg: unknown, method: string, index: number): unknown {
    if (index === 0 && method.endsWith('Start')) return kindOfSerialized(arg);
    if (typeof arg === 'string' && /^[0-9a-f-]{36}$/.test(arg)) return this.#idOf(arg);
    if (arg instanceof Error) return `${arg.name}: ${arg.message}`;
    if (typeof arg === 'object' && arg !== null && 'm' in arg) return { m: arg.m };
    if (typeof arg === 'object' && arg !== null && 'generations' in arg)
      return { generations: plain(arg.generations) };
    return plain(arg);
  }

  #idOf(id: string): string {
    const known = this.#ids.get(id) ?? `id${String(this.#ids.size)}`;
    this.#ids.set(id, known);
    return known;
  }
}

/** What handlers read of a serialised form: that it is one, and a name at the end of its id. */
function kindOfSerialized(form: unknown): unknown {
  const { lc, type, id } = form as { lc: unknown; type: string; id: unknown[] };
  return [lc, typeof type, id.every((part) => typeof part === 'string')];
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plain);
  if ('content' in value && 'type' in value) return `${String(value.type)} ${String(value.content)}`;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== undefined && key !== 'generationInfo')
      .map(([key, inner]) => [key, plain(inner)]),
  );
}

type Work = (config: Config) => unknown;

/** The calls of both libraries, each for its own way to do the same; what fails is expected to. */
async function bothOf(mine: Work, other: Work): Promise<[mine: readonly Call[], other: readonly Call[]]> {
  const callsOf = async (work: Work): Promise<readonly Call[]> => {
    const recording = new Recording();
    const config = { callbacks: [recording], tags: ['t', 'a'], metadata: { m: 1 }, runName: 'named' };
    await Promise.resolve(work(config)).catch(() => undefined);
    expect(recording.calls).not.to.deep.equal([]);
    return recording.calls;
  };
  return [await callsOf(mine), await callsOf(other)];
}

async function expectSame(mine: Work, other: Work): Promise<void> {
  const [calls, expected] = await bothOf(mine, other);
  expect(calls).to.deep.equal(expected);
}

const drain: (chunks: unknown) => Promise<unknown[]> = async (chunks) =>
  collect((await chunks) as AsyncIterable<unknown>);
const fail = (x: unknown): never => {
  throw new Error(`no ${String(x)}`);
};

describe('handlers of LangChain.js are called with the very arguments that its callback manager gives', () => {
  describe('of a chain', () => {
    const steps = [(x: number) => x + 1, async (x: number) => ({ v: x * 2 }), (x: { v: number }) => [x.v]];

    it('that is invoked', () =>
      expectSame(
        (config) => ours.RunnableSequence.from(steps as never).invoke(1 as never, config),
        (config) => theirs.RunnableSequence.from(steps as never).invoke(1, config),
      ));

    it('that fails', () =>
      expectSame(
        (config) => ours.RunnableSequence.from([(x: number) => x, (x: number) => fail(x)]).invoke(1, config),
        (config) =>
          theirs.RunnableSequence.from([(x: number) => x, (x: number) => fail(x)]).invoke(1, config),
      ));

    it('that takes or gives nothing, a list, a date', async () => {
      for (const value of [undefined, null, '', 0, [1], new Date(0), { a: 1 }]) {
        await expectSame(
          (config) => ours.RunnableLambda.from((x: unknown) => x).invoke(value, config),
          (config) => theirs.RunnableLambda.from((x: unknown) => x).invoke(value, config),
        );
      }
    });

    it('with branches that run at once', async () => {
      const branches = { a: async (x: number) => x, b: { c: async (x: number) => x } };
      const [mine, other] = await bothOf(
        (config) => ours.RunnableParallel.from(branches).invoke(1, config),
        (config) => theirs.RunnableParallel.from(branches as never).invoke(1, config),
      );
      // A function that is a property has the property's name here.
      const sorted = (calls: readonly Call[]) =>
        calls
          .map((call) =>
            call[0] === 'handleChainStart' && call[4] !== undefined ? call.with(8, 'name') : call,
          )
          .map((call) => JSON.stringify(call))
          .sort();
      expect(sorted(mine)).to.deep.equal(sorted(other));
    });

    it('of a step that is streamed or fails while it streams, except that an output comes as an object here', async () => {
      for (const step of [(x: number) => x + 1, fail]) {
        const [mine, other] = await bothOf(
          (config) => drain(ours.RunnableLambda.from(step as never).stream(1, config)),
          (config) => drain(theirs.RunnableLambda.from(step as never).stream(1, config)),
        );
        const expected = other.map((call) =>
          call[0] === 'handleChainEnd' ? call.with(1, { output: call[1] }) : call,
        );
        expect(mine).to.deep.equal(expected);
      }
    });

    it('that sends an event', () =>
      expectSame(
        (config) =>
          ours.RunnableSequence.from([
            (x: number) => x,
            async (x: number, ctx: ours.RunContext) => {
              await ctx.dispatch('progress', { at: x });
              return x;
            },
          ]).invoke(1, config),
        (config) =>
          theirs.RunnableSequence.from([
            (x: number) => x,
            async (x: number, inner: theirs.RunnableConfig) => {
              await dispatchCustomEvent('progress', { at: x }, inner);
              return x;
            },
          ] as never).invoke(1, config),
      ));

    it('of a prompt and a parser, which say what they are', async () => {
      const messages = [['human', '{q}']] as const;
      const [mine, other] = await bothOf(
        (config) => ours.ChatPromptTemplate.fromMessages(messages).invoke({ q: 'x' }, config),
        (config) => TheirPrompt.fromMessages([...messages] as never).invoke({ q: 'x' }, config),
      );
      // A prompt gives messages here, and an object that holds them there.
      expect(mine.map(([method, outcome, ...rest]) => [method, typeof outcome, ...rest])).to.deep.equal(
        other.map(([method, outcome, ...rest]) => [method, typeof outcome, ...rest]),
      );
      expect(mine[0]?.[7]).to.equal('prompt');
      await expectSame(
        (config) => new ours.StringOutputParser().invoke('text', config),
        (config) => new TheirParser().invoke('text', config),
      );
    });
  });

  describe('of a chat model', () => {
    it('that is invoked', () =>
      expectSame(
        (config) => new ours.FakeChatModel({ responses: ['hi'] }).invoke('q', config),
        (config) => new FakeListChatModel({ responses: ['hi'] }).invoke('q', config),
      ));

    it('that streams', () =>
      expectSame(
        (config) => drain(new ours.FakeStreamingChatModel({ responses: [['h', 'i']] }).stream('q', config)),
        (config) => {
          const chunks = ['h', 'i'].map((content) => new theirMessages.AIMessageChunk(content));
          return drain(new TheirModel({ chunks, sleep: 0 }).stream('q', config));
        },
      ));

    it('that fails', () =>
      expectSame(
        (config) => new ours.FakeChatModel({ responses: [new Error('busy')] }).invoke('q', config),
        (config) => new TheirModel({ thrownErrorString: 'busy', sleep: 0 }).invoke('q', config),
      ));

    it('that is a step of a chain, and gets several messages', () =>
      expectSame(
        (config) =>
          ours.RunnableSequence.from([
            (q: string) => [new ours.SystemMessage('S'), new ours.HumanMessage(q)],
            new ours.FakeChatModel({ responses: ['hi'], name: 'FakeListChatModel' }),
          ]).invoke('q', config),
        (config) =>
          theirs.RunnableSequence.from([
            (q: string) => [new theirMessages.SystemMessage('S'), new theirMessages.HumanMessage(q)],
            new FakeListChatModel({ responses: ['hi'] }).withConfig({ runName: 'FakeListChatModel' }),
          ] as never).invoke('q', config),
      ));
  });

  it('of a language model', async () => {
    const model = new FakeLLM({ response: 'hi' });
    const [mine, other] = await bothOf(
      (config) => new Invoked('invoked', 'llm', () => 'hi').invoke('q', config),
      (config) => model.invoke('q', config),
    );
    // Their fake tells of a token though it does not stream.
    expect(mine).to.deep.equal(other.filter(([method]) => method !== 'handleLLMNewToken'));
    await expectSame(
      (config) => new Invoked('invoked', 'llm', fail).invoke('q', config),
      (config) => new FakeLLM({ thrownErrorString: 'no q' }).invoke('q', config),
    );
  });

  it('of a tool, given its arguments or the call of a model, also where it fails', async () => {
    const call = { type: 'tool_call', name: 'add', id: 'call_1', args: { a: 1 } } as const;
    const options = { name: 'add', description: 'adds', schema: z.object({ a: z.number() }) };
    const answers = tool(({ a }) => `got ${String(a)}`, options);
    const fails = tool((): string => fail('tool'), options);
    await expectSame(
      (config) => new Invoked('invoked', 'tool', () => 'got 1').invoke({ a: 1 }, config),
      (config) => answers.invoke({ a: 1 }, config),
    );
    await expectSame(
      (config) => new Invoked('invoked', 'tool', () => fail('tool')).invoke(call, config),
      (config) => fails.invoke(call, config),
    );
    const [[mine], [other]] = await bothOf(
      (config) => new Invoked('invoked', 'tool', () => 'got 1').invoke(call, config),
      (config) => answers.invoke(call, config),
    );
    expect(mine).to.deep.equal(other);
    expect(mine?.slice(-2)).to.deep.equal(['named', 'call_1']);
  });

  it('of a retriever, also where it fails', async () => {
    const documents = [{ pageContent: 'p', metadata: {} }];
    class Mine extends ours.Retriever {
      override retrieve(query: string): ours.Document[] {
        return query === 'bad' ? fail(query) : documents;
      }
    }
    class Other extends BaseRetriever {
      lc_namespace = ['test'];
      override async _getRelevantDocuments(query: string) {
        return query === 'bad' ? fail(query) : documents;
      }
    }
    for (const query of ['q', 'bad']) {
      await expectSame(
        (config) => new Mine().invoke(query, config),
        (config) => new Other().invoke(query, config),
      );
    }
  });

  it('with the arguments of the call as what a model was called with', async () => {
    const recording = new Recording();
    const model = new ours.FakeChatModel({ responses: ['hi'] });
    await model.bind({ stop: ['x'] }).invoke('q', { callbacks: [recording] });
    expect(recording.calls[0]?.[5]).to.deep.equal({
      ...{ options: { stop: ['x'] }, invocation_params: { stop: ['x'] }, batch_size: 1 },
    });
  });
});

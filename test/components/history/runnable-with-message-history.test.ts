import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import {
  AIMessage,
  ChatPromptTemplate,
  FakeChatModel,
  FakeStreamingChatModel,
  HumanMessage,
  InMemoryChatHistoryStore,
  InMemoryChatMessageHistory,
  MessagesPlaceholder,
  RunnableLambda,
  RunnableSequence,
  RunnableWithMessageHistory,
  StringOutputParser,
  SystemMessage,
  type BaseMessage,
  type ChatInput,
  type Message,
  type RunContext,
} from 'runwright';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import { Recorder } from '../../support/observing.js';
import { fakeClock } from '../../support/fake-clock.js';

const session = (sessionId: string): { configurable: { sessionId: string } } => ({
  configurable: { sessionId },
});

/** What stands in a history, such as `human: hi`. */
const lines = (messages: readonly BaseMessage[]): string[] =>
  messages.map(({ type, text }) => `${type}: ${text}`);

/** Says which of the human's messages it was given. */
const echo = RunnableLambda.from(
  (messages: readonly Message[]) =>
    `you said: ${messages
      .filter(({ type }) => type === 'human')
      .map(({ text }) => text)
      .join(', ')}`,
  { name: 'echo' },
);

describe('RunnableWithMessageHistory', () => {
  let store: InMemoryChatHistoryStore;
  beforeEach(() => (store = new InMemoryChatHistoryStore()));

  const stored = (sessionId: string): string[] => lines(store.get(sessionId).getMessages());

  describe('A14.1 modes', () => {
    it('A14.1 no keys: text or messages in, and the runnable gets the history and them', async () => {
      const chat = RunnableWithMessageHistory.from({ runnable: echo, getMessageHistory: store });
      expectTypeOf(chat.invoke).parameter(0).toEqualTypeOf<ChatInput>();
      expectTypeOf(chat.invoke).returns.resolves.toEqualTypeOf<string>();
      expect(await chat.invoke('hi', session('1'))).to.equal('you said: hi');
      expect(await chat.invoke([new HumanMessage('there')], session('1'))).to.equal('you said: hi, there');
      expect(await chat.invoke(new HumanMessage('now'), session('1'))).to.equal('you said: hi, there, now');
      expect(stored('1')).to.deep.equal([
        'human: hi',
        'ai: you said: hi',
        'human: there',
        'ai: you said: hi, there',
        'human: now',
        'ai: you said: hi, there, now',
      ]);
    });

    it('A14.1 inputMessagesKey: in an object, the history and the messages stand under the key', async () => {
      const runnable = (input: { messages: readonly Message[]; tone: string }): string =>
        `${input.tone}: ${lines(input.messages).join(', ')}`;
      const chat = RunnableWithMessageHistory.from({
        runnable,
        getMessageHistory: store,
        inputMessagesKey: 'messages',
      });
      expectTypeOf(chat.invoke)
        .parameter(0)
        .toEqualTypeOf<{ tone: string } & { readonly messages: ChatInput }>();
      expect(await chat.invoke({ messages: 'hi', tone: 'kind' }, session('1'))).to.equal('kind: human: hi');
      expect(await chat.invoke({ messages: [new HumanMessage('yo')], tone: 'rude' }, session('1'))).to.equal(
        'rude: human: hi, ai: kind: human: hi, human: yo',
      );
      expect(stored('1')).to.have.length(4);
    });

    it('A14.1 historyMessagesKey: the history stands beside the input, which stays as it is', async () => {
      const prompt = ChatPromptTemplate.fromMessages([
        ['system', 'Be {tone}.'],
        new MessagesPlaceholder('history'),
        ['human', '{question}'],
      ]);
      const model = new FakeChatModel({ responses: ['one', 'two'] });
      const chat = RunnableWithMessageHistory.from({
        runnable: RunnableSequence.from([prompt, model]),
        getMessageHistory: store,
        inputMessagesKey: 'question',
        historyMessagesKey: 'history',
      });
      expectTypeOf<Parameters<typeof chat.invoke>[0]>().toHaveProperty('question');
      expectTypeOf<Parameters<typeof chat.invoke>[0]>().not.toHaveProperty('history');
      await chat.invoke({ tone: 'kind', question: 'a?' }, session('1'));
      await chat.invoke({ tone: 'kind', question: 'b?' }, session('1'));
      expect(lines(model.calls[1]?.messages ?? [])).to.deep.equal([
        'system: Be kind.',
        'human: a?',
        'ai: one',
        'human: b?',
      ]);
      expect(stored('1')).to.deep.equal(['human: a?', 'ai: one', 'human: b?', 'ai: two']);
    });

    it('A14.1 historyMessagesKey alone: the only other key, or `input`, has the messages', async () => {
      const chat = RunnableWithMessageHistory.from({
        runnable: (input: { history: readonly Message[]; input: string; more?: string }) =>
          String(input.history.length),
        getMessageHistory: store,
        historyMessagesKey: 'history',
      });
      expect(await chat.invoke({ input: 'a' }, session('1'))).to.equal('0');
      expect(await chat.invoke({ input: 'b', more: 'x' }, session('1'))).to.equal('2');
      expect(stored('1')).to.deep.equal(['human: a', 'ai: 0', 'human: b', 'ai: 2']);
    });
  });

  describe('A14.2 inputs and outputs', () => {
    const storesOf = async (output: unknown, keys: object = {}): Promise<string[]> => {
      const chat = new RunnableWithMessageHistory({
        runnable: () => output,
        getMessageHistory: store,
        ...keys,
      });
      await chat.invoke('in', session('out'));
      return stored('out').slice(1);
    };

    const outputs: Record<string, [unknown, string[], object?]> = {
      text: ['a', ['ai: a']],
      'a message': [new AIMessage('a'), ['ai: a']],
      'a list of messages': [
        [new AIMessage('a'), new SystemMessage('b')],
        ['ai: a', 'system: b'],
      ],
      '{ output }': [{ output: 'a', other: 1 }, ['ai: a']],
      '{ [outputMessagesKey] }': [{ answer: 'a', output: 'b' }, ['ai: a'], { outputMessagesKey: 'answer' }],
      'an object with one key': [{ whatever: [new AIMessage('a')] }, ['ai: a']],
      "a language model's generations": [
        { generations: [[{ text: 'a', message: new AIMessage('a') }]], llmOutput: {} },
        ['ai: a'],
      ],
    };
    for (const [name, [output, expected, keys]] of Object.entries(outputs)) {
      it(`A14.2 stores ${name}`, async () => {
        expect(await storesOf(output, keys)).to.deep.equal(expected);
      });
    }

    it('A14.2 stores a batch of one conversation as that conversation', async () => {
      const chat = new RunnableWithMessageHistory<unknown, unknown>({
        runnable: () => 'a',
        getMessageHistory: store,
        inputMessagesKey: 'messages',
      });
      await chat.invoke({ messages: [[new HumanMessage('x'), new HumanMessage('y')]] }, session('1'));
      expect(stored('1')).to.deep.equal(['human: x', 'human: y', 'ai: a']);
    });

    it('A14.2 takes generations for those of a language model only where they have its form', async () => {
      const error = await caught(storesOf({ generations: 5, count: 1 }));
      expect((error as Error).message).to.include('as the output to store, under "output", got undefined.');
    });

    it('A14.2 refuses anything else, and stores nothing of it', async () => {
      expect(((await caught(storesOf(true))) as Error).message).to.equal(
        '[R306] RunnableWithMessageHistory expects text, a message or a list of messages as the output to store, got true (boolean).',
      );
      expect(stored('out')).to.deep.equal([]);
      const chat = new RunnableWithMessageHistory<unknown, unknown>({
        runnable: () => 'a',
        getMessageHistory: store,
      });
      expect(((await caught(chat.invoke(42, session('1')))) as Error).message).to.include(
        'as the input to store',
      );
    });

    it('A14.2 names the key under which there is nothing to store', async () => {
      const keys = { inputMessagesKey: 'question', outputMessagesKey: 'answer' };
      const chat = new RunnableWithMessageHistory<unknown, unknown>({
        runnable: () => ({ output: 'a', sources: [] }),
        getMessageHistory: store,
        ...keys,
      });
      expect(((await caught(chat.invoke({ question: 'q' }, session('1')))) as Error).message).to.equal(
        '[R306] RunnableWithMessageHistory expects text, a message or a list of messages as the output to store, under "answer", got undefined.',
      );
      expect(((await caught(chat.invoke({ query: 'q' }, session('1')))) as Error).message).to.include(
        'as the input to store, under "question", got undefined.',
      );
      expect(stored('1')).to.deep.equal([]);
    });

    it('A14.2 finds out before anything runs that the input has nothing to store', async () => {
      const model = new FakeChatModel({ responses: ['a'] });
      const chat = new RunnableWithMessageHistory<unknown, unknown>({
        runnable: RunnableSequence.from([() => 'x', model]),
        getMessageHistory: store,
        inputMessagesKey: 'question',
        historyMessagesKey: 'history',
      });
      await caught(chat.invoke({}, session('1')));
      await caught(collect(chat.stream({}, session('1'))));
      expect(model.calls).to.deep.equal([]);
    });
  });

  describe('A14.3 what is stored', () => {
    it('A14.3 is the exchange, at once and after it has succeeded', async () => {
      const added: string[][] = [];
      class Watched extends InMemoryChatMessageHistory {
        override addMessages(messages: readonly Message[]): void {
          added.push(lines(messages));
          super.addMessages(messages);
        }
      }
      const history = new Watched([new HumanMessage('before')]);
      const chat = RunnableWithMessageHistory.from({ runnable: echo, getMessageHistory: () => history });
      await chat.invoke('now');
      expect(added).to.deep.equal([['human: now', 'ai: you said: before, now']]);
    });

    it('A14.3 is nothing where the runnable fails', async () => {
      const error = new Error('overloaded');
      const chat = RunnableWithMessageHistory.from({
        runnable: new FakeStreamingChatModel({ responses: [['par', error]] }),
        getMessageHistory: store,
      });
      expect(await caught(chat.invoke('hi', session('1')))).to.equal(error);
      expect(await caught(collect(chat.stream('hi', session('1'))))).to.equal(error);
      expect(stored('1')).to.deep.equal([]);
    });

    it('A14.3 is nothing of those inputs of a batch that fail, and the exchange of the others', async () => {
      const chat = RunnableWithMessageHistory.from({
        runnable: (messages: readonly Message[]) => {
          if (messages.at(-1)?.text === 'b') throw new Error('no');
          return 'yes';
        },
        getMessageHistory: store,
      });
      const results = await chat.batchSettled(['a', 'b', 'c'], [session('1'), session('2'), session('3')]);
      expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
      expect(['1', '2', '3'].map(stored)).to.deep.equal([
        ['human: a', 'ai: yes'],
        [],
        ['human: c', 'ai: yes'],
      ]);
    });

    it('A14.3 is nothing of the attempts that a retry makes in vain', async () => {
      const model = new FakeChatModel({ responses: [new Error('busy'), 'yes'] });
      const chat = RunnableWithMessageHistory.from({ runnable: model, getMessageHistory: store }).withRetry({
        stopAfterAttempt: 2,
        waitExponentialJitter: false,
      });
      await chat.invoke('hi', session('1'));
      expect(stored('1')).to.deep.equal(['human: hi', 'ai: yes']);
    });

    it('A14.3 is nothing where the history cannot be loaded, and nothing runs', async () => {
      const lost = new Error('lost');
      class Lost extends InMemoryChatMessageHistory {
        override getMessages(): never {
          throw lost;
        }
      }
      const model = new FakeChatModel({ responses: ['yes'] });
      const chat = RunnableWithMessageHistory.from({ runnable: model, getMessageHistory: () => new Lost() });
      expect(await caught(chat.invoke('hi'))).to.equal(lost);
      expect(model.calls).to.deep.equal([]);
    });

    describe('and an abortion', () => {
      const clock = fakeClock();

      it('A14.3 is nothing where the run takes too long', async () => {
        const chat = RunnableWithMessageHistory.from({
          runnable: new FakeChatModel({ responses: ['late'], delayMs: 100 }),
          getMessageHistory: store,
        });
        const late = caught(chat.invoke('hi', { ...session('1'), timeout: 50 }));
        expect(((await clock.passUntil(late)) as Error).name).to.equal('TimeoutError');
        await clock.pass(200);
        expect(stored('1')).to.deep.equal([]);
      });

      it('A14.3 is nothing where the run is aborted, though the runnable goes on', async () => {
        const controller = new AbortController();
        const chat = RunnableWithMessageHistory.from({
          runnable: new FakeStreamingChatModel({ responses: ['a b'], delayMs: 100, tokenDelayMs: 50 }),
          getMessageHistory: store,
        });
        const config = { ...session('1'), signal: controller.signal };
        const work = [caught(chat.invoke('hi', config)), caught(collect(chat.stream('hi', config)))];
        await clock.pass(60);
        const reason = new Error('enough');
        controller.abort(reason);
        expect(await Promise.all(work)).to.deep.equal([reason, reason]);
        await clock.pass(200);
        expect(stored('1')).to.deep.equal([]);
      });
    });

    it('A14.3 is nothing where the reader of the stream leaves', async () => {
      const chat = RunnableWithMessageHistory.from({
        runnable: new FakeStreamingChatModel({ responses: ['a b c'] }),
        getMessageHistory: store,
      });
      for await (const chunk of chat.stream('hi', session('1'))) {
        expect(chunk.text).to.equal('a ');
        break;
      }
      expect(stored('1')).to.deep.equal([]);
    });

    it('A14.3 of a stream is the sum of its chunks, stored before the stream ends', async () => {
      const chat = RunnableWithMessageHistory.from({
        runnable: RunnableSequence.from([
          new FakeStreamingChatModel({ responses: ['to be or not'] }),
          new StringOutputParser(),
        ]),
        getMessageHistory: store,
      });
      const chunks: string[] = [];
      for await (const chunk of chat.stream('Hamlet?', session('1'))) {
        expect(stored('1')).to.deep.equal([]);
        chunks.push(chunk);
      }
      expect(chunks).to.deep.equal(['to ', 'be ', 'or ', 'not']);
      expect(stored('1')).to.deep.equal(['human: Hamlet?', 'ai: to be or not']);
    });

    it('A14.3 of streamed messages are whole messages, no chunks', async () => {
      const chat = RunnableWithMessageHistory.from({
        runnable: new FakeStreamingChatModel({ responses: ['a b'] }),
        getMessageHistory: store,
      });
      await collect(chat.stream('hi', session('1')));
      expect(store.get('1').getMessages()[1]).to.deep.equal(new AIMessage('a b'));
    });

    it('rejects with the error of a store that cannot store', async () => {
      const full = new Error('disk full');
      class Full extends InMemoryChatMessageHistory {
        override addMessages(): never {
          throw full;
        }
      }
      const chat = RunnableWithMessageHistory.from({ runnable: echo, getMessageHistory: () => new Full() });
      expect(await caught(chat.invoke('hi'))).to.equal(full);
    });
  });

  describe('A14.4 the session', () => {
    it('A14.4 must be named by the config', async () => {
      const chat = RunnableWithMessageHistory.from({ runnable: echo, getMessageHistory: store });
      expect(((await caught(chat.invoke('hi', { configurable: { other: 1 } }))) as Error).message).to.equal(
        "[R307] Missing keys ['sessionId'] in config.configurable. Expected keys are ['sessionId']. Pass them with the call, such as chain.invoke(input, { configurable: { sessionId: '[your-value-here]' } }).",
      );
    });

    it('A14.4 may be a number for a store, which knows it as text, and nothing else', async () => {
      const chat = RunnableWithMessageHistory.from({ runnable: echo, getMessageHistory: store });
      await chat.invoke('hi', { configurable: { sessionId: 7 } });
      expect(stored('7')).to.have.length(2);
      for (const sessionId of [{}, null, ['a'], true]) {
        expect(
          ((await caught(chat.invoke('hi', { configurable: { sessionId } }))) as Error).message,
        ).to.match(/^\[R307\] The session id in config\.configurable must be a string or a number, got /);
      }
    });

    it('A14.4 is not needed by a function without a parameter', async () => {
      const history = new InMemoryChatMessageHistory();
      const chat = RunnableWithMessageHistory.from({ runnable: echo, getMessageHistory: () => history });
      await chat.invoke('hi');
      expect(await chat.invoke('you')).to.equal('you said: hi, you');
    });

    it('A14.4 may be named by another key, and found later', async () => {
      const chat = RunnableWithMessageHistory.from({
        runnable: echo,
        getMessageHistory: async (userId: string) => store.get(`user ${userId}`),
        historyFactoryConfig: ['userId'],
      });
      await chat.invoke('hi', { configurable: { userId: 'ann' } });
      expect(stored('user ann')).to.have.length(2);
    });

    it('A14.5 may be named by several keys, which the function gets by their names', async () => {
      const chat = RunnableWithMessageHistory.from({
        runnable: echo,
        getMessageHistory: ({ userId, thread }) => store.get(`${String(userId)}/${String(thread)}`),
        historyFactoryConfig: ['userId', { id: 'thread', name: 'Thread', isShared: true }],
      });
      await chat.invoke('hi', { configurable: { userId: 'ann', thread: 7 } });
      expect(stored('ann/7')).to.have.length(2);
      expect(
        ((await caught(chat.invoke('hi', { configurable: { thread: 7 } }))) as Error).message,
      ).to.include("Missing keys ['userId'] in config.configurable. Expected keys are ['thread', 'userId'].");
    });

    it('A14.5 refuses a function that cannot take several keys', () => {
      RunnableWithMessageHistory.from({
        runnable: echo,
        // @ts-expect-error -- there is no key of that name
        getMessageHistory: ({ user }) => store.get(String(user)),
        historyFactoryConfig: ['userId', 'thread'],
      });
      expect(
        () =>
          new RunnableWithMessageHistory({
            runnable: echo,
            getMessageHistory: () => store.get(''),
            historyFactoryConfig: ['userId', 'thread'],
          }),
      ).to.throw('getMessageHistory must be a function of one object with the keys userId, thread');
    });

    it('A14.5 refuses a store where several keys name a session: a store knows sessions by one id', () => {
      expect(
        () =>
          new RunnableWithMessageHistory({
            runnable: echo,
            getMessageHistory: store,
            historyFactoryConfig: ['userId', 'thread'],
          }),
      ).to.throw('getMessageHistory must be a function of one object with the keys userId, thread');
    });

    it('A14.4 is told by the config specs', () => {
      const chat = RunnableWithMessageHistory.from({ runnable: echo, getMessageHistory: store });
      expect(chat.configSpecs.map(({ id, isShared }) => [id, isShared])).to.deep.equal([['sessionId', true]]);
    });

    it('says that there was found what is no history', async () => {
      const chat = RunnableWithMessageHistory.from({
        runnable: echo,
        getMessageHistory: (() => Promise.resolve([])) as never,
      });
      expect(((await caught(chat.invoke('hi'))) as Error).message).to.equal(
        '[R306] getMessageHistory of RunnableWithMessageHistory expects to return a history with getMessages and addMessages, got an array of 0.',
      );
    });

    it('says what finds no history', () => {
      expect(
        () => new RunnableWithMessageHistory({ runnable: echo, getMessageHistory: {} as never }),
      ).to.throw(
        '[A102] RunnableWithMessageHistory: getMessageHistory must be a ChatHistoryStore, or a function that returns a history, got an empty object.',
      );
    });
  });

  describe('A14.6 the run tree', () => {
    it('A14.6 has load_history and then the runnable', async () => {
      const recorder = new Recorder();
      const chat = RunnableWithMessageHistory.from({ runnable: echo, getMessageHistory: store });
      await chat.invoke('hi', { ...session('1'), callbacks: [recorder] });
      await collect(chat.stream('hi', { ...session('1'), callbacks: [recorder] }));
      const tree = [
        'RunnableWithMessageHistory',
        'RunnableWithMessageHistory/load_history',
        'RunnableWithMessageHistory/echo',
      ];
      expect(recorder.tree).to.deep.equal([...tree, ...tree]);
      expect(recorder.runs.map(({ tags }) => tags[0])).to.deep.equal([
        undefined,
        'seq:step:1',
        'seq:step:2',
        undefined,
        'seq:step:1',
        'seq:step:2',
      ]);
      recorder.check();
    });

    it('A14.6 has insert_history where there is a key, and a chain as one run', async () => {
      const recorder = new Recorder();
      const chat = RunnableWithMessageHistory.from({
        runnable: RunnableSequence.from(
          [(input: { history: readonly Message[]; q: string }) => input.q, (q: string) => q],
          {
            name: 'Chain',
          },
        ),
        getMessageHistory: store,
        inputMessagesKey: 'q',
        historyMessagesKey: 'history',
      });
      await chat.invoke({ q: 'hi' }, { ...session('1'), callbacks: [recorder] });
      expect(recorder.tree.slice(0, 5)).to.deep.equal([
        'RunnableWithMessageHistory',
        'RunnableWithMessageHistory/insert_history',
        'insert_history/RunnableParallel<history>',
        'RunnableParallel<history>/load_history',
        'RunnableWithMessageHistory/Chain',
      ]);
      expect(recorder.named('load_history').tags).to.deep.equal(['map:key:history']);
      recorder.check();
    });
  });

  it('A14.7 keeps sessions apart within one batch and in concurrent calls', async () => {
    const chat = RunnableWithMessageHistory.from({
      runnable: async (messages: readonly Message[]) => {
        await new Promise((resolve) => setImmediate(resolve));
        return `${String(messages.length)} ${messages.at(-1)?.text ?? ''}`;
      },
      getMessageHistory: async (sessionId: string) => {
        await new Promise((resolve) => setImmediate(resolve));
        return store.get(sessionId);
      },
    });
    expect(await chat.batch(['a', 'b', 'c'], [session('1'), session('2'), session('3')])).to.deep.equal([
      '1 a',
      '1 b',
      '1 c',
    ]);
    expect(
      await Promise.all([
        chat.invoke('d', session('1')),
        chat.invoke('e', session('2')),
        chat.invoke('f', session('4')),
      ]),
    ).to.deep.equal(['3 d', '3 e', '1 f']);
    expect(['1', '2', '3', '4'].map((id) => stored(id).length)).to.deep.equal([4, 4, 2, 2]);
  });

  it('A14.8 has schemas with titles of its own', () => {
    const chat = RunnableWithMessageHistory.from({
      runnable: (input: { question: readonly Message[] }) => input.question.length.toString(),
      getMessageHistory: store,
      inputMessagesKey: 'question',
    });
    const input = chat.getInputJsonSchema();
    expect(input.title).to.equal('RunnableWithChatHistoryInput');
    expect(input.required).to.deep.equal(['question']);
    expect(chat.getOutputJsonSchema().title).to.equal('RunnableWithChatHistoryOutput');
  });

  it('runs synchronously where store and runnable do', () => {
    const chat = RunnableWithMessageHistory.from({ runnable: echo, getMessageHistory: store });
    expect(chat.invokeSync('hi', session('1'))).to.equal('you said: hi');
    expect(stored('1')).to.have.length(2);
    const later = RunnableWithMessageHistory.from({
      runnable: async (messages: readonly Message[]) => String(messages.length),
      getMessageHistory: store,
    });
    expect(() => later.invokeSync('hi', session('2'))).to.throw('[R303]');
    expect(stored('2')).to.deep.equal([]);
  });

  it('hands the arguments of the call to the runnable', async () => {
    const chat = RunnableWithMessageHistory.from({
      runnable: (_: readonly Message[], ctx: RunContext) => JSON.stringify(ctx.kwargs),
      getMessageHistory: store,
    });
    expect(await chat.invoke('hi', session('1'), { stop: '.' })).to.equal('{"stop":"."}');
  });
});

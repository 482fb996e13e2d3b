import { expect } from 'chai';
import {
  AIMessage,
  AIMessageChunk,
  Chain,
  ChatPromptTemplate,
  FakeChatModel,
  FakeStreamingChatModel,
  InvalidInputError,
  InvalidOptionError,
  Runnable,
  RunnableLambda,
  Step,
  StringOutputParser,
  coerceMessages,
  type RunContext,
} from 'runwright';
import { toLangChain } from 'runwright/langchain';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { thrownBy } from '../support/thrown.js';
import { untilAborted } from '../support/until-aborted.js';
import { words } from '../support/events.js';
import { copies } from './copies.js';

interface Told {
  readonly name: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly tags: string[];
}

for (const { version, core, histories, messages, parsers, prompts, runnables } of copies) {
  describe(`Runnables in LangChain.js ${version}`, () => {
    const shout = RunnableLambda.from((text: string) => text.toUpperCase()).withConfig({ runName: 'shout' });
    const answer = () =>
      ChatPromptTemplate.fromTemplate('Say {text}').pipe(
        new FakeStreamingChatModel({ responses: ['Well done'] }),
        new StringOutputParser(),
        { name: 'answer' },
      );

    /** A handler that notes which runs it is told of. */
    const noting = (told: Told[]): object => ({
      handleChainStart: (...args: unknown[]) => void told.push(startOf(args, args[7])),
      handleChatModelStart: (...args: unknown[]) => void told.push(startOf(args.toSpliced(4, 1), args[7])),
    });
    const startOf = (args: unknown[], name: unknown): Told => ({
      ...{ name: name as string, id: args[2] as string },
      ...{ parent: args[3] as string | undefined, tags: args[4] as string[] },
    });

    it('are runnables there, with all their methods', async () => {
      const theirs = toLangChain(shout, { core });
      expect(runnables.Runnable.isRunnable(theirs)).to.equal(true);
      expect(theirs).to.be.instanceOf(runnables.Runnable);
      expect(await theirs.invoke('a')).to.equal('A');
      expect(await theirs.batch(['a', 'b'])).to.deep.equal(['A', 'B']);
      expect(await collect(await theirs.stream('a'))).to.deep.equal(['A']);
      expect(await theirs.pipe((text: string) => `${text}!`).invoke('a')).to.equal('A!');
      expect(
        await theirs
          .withRetry()
          .withConfig({ tags: ['x'] })
          .invoke('a'),
      ).to.equal('A');
    });

    it('are steps of their sequences and maps, and are returned by their lambdas', async () => {
      const theirs = toLangChain(shout, { core });
      const sequence = runnables.RunnableSequence.from([(text: string) => `${text}!`, theirs]);
      expect(await sequence.invoke('a')).to.equal('A!');
      expect(
        await runnables.RunnableMap.from({ loud: theirs, same: (text: string) => text }).invoke('a'),
      ).to.deep.equal({ loud: 'A', same: 'a' });
      expect(await runnables.RunnableLambda.from(() => theirs as never).invoke('a')).to.equal('A');
    });

    it('stream within their sequences, chunk by chunk', async () => {
      const chain = runnables.RunnableLambda.from((text: string) => ({ text })).pipe(
        toLangChain(answer(), { core }),
      );
      expect(await collect(await chain.stream('x'))).to.deep.equal(['Well ', 'done']);
      const upper = RunnableLambda.from(async function* (text: string) {
        yield text.toUpperCase();
      });
      expect(await collect(await chain.pipe(toLangChain(upper, { core })).stream('x'))).to.deep.equal([
        'WELL DONE',
      ]);
      const parser = toLangChain(new StringOutputParser(), { core });
      const both = toLangChain(new FakeStreamingChatModel({ responses: ['Well done'] }), { core }).pipe(
        parser,
      );
      expect(await collect(await both.stream('x'))).to.deep.equal(['Well ', 'done']);
    });

    it('put our model between their prompt and their parser', async () => {
      const model = new FakeStreamingChatModel({ responses: ['Well done'] });
      const chain = prompts.ChatPromptTemplate.fromTemplate<{ text: string }>('Say {text}')
        .pipe(toLangChain(model, { core }))
        .pipe(new parsers.StringOutputParser());
      expect(await chain.invoke({ text: 'hello' })).to.equal('Well done');
      expect(model.calls[0]?.messages.map(({ type, text }) => [type, text])).to.deep.equal([
        ['human', 'Say hello'],
      ]);
      expect(await collect(await chain.stream({ text: 'hello' }))).to.deep.equal(['Well ', 'done']);
    });

    it('give messages of theirs, alone, in lists and in objects', async () => {
      const give = (value: unknown) =>
        toLangChain(
          RunnableLambda.from(() => value),
          { core },
        ).invoke('x');
      const ours = new AIMessage({ content: 'Hi', toolCalls: [{ id: '1', name: 'add', args: {} }] });
      expect(await give(ours)).to.be.instanceOf(messages.AIMessage);
      expect(await give(new AIMessageChunk('Hi'))).to.be.instanceOf(messages.AIMessageChunk);
      expect(await give([ours, 'text'])).to.have.nested.property('[0].tool_calls[0].type', 'tool_call');
      expect(await give({ messages: [ours], count: 1 })).to.have.nested.property('messages[0].tool_calls');
      const same = { count: 1, list: ['text'] };
      expect(await give(same)).to.equal(same);
    });

    it('stream message chunks of theirs, which add up', async () => {
      const theirs = toLangChain(new FakeStreamingChatModel({ responses: ['Well done'] }), { core });
      const chunks = await collect(await theirs.stream('x'));
      expect(chunks).to.have.length(2);
      const sum = (chunks as unknown as AIMessageChunk[]).reduce((left, right) => left.concat(right));
      expect(sum).to.be.instanceOf(messages.AIMessageChunk);
      expect(sum.content).to.equal('Well done');
    });

    it('get config as they do, and bound options as kwargs', async () => {
      const contexts: RunContext[] = [];
      const step = RunnableLambda.from((text: string, ctx: RunContext) => {
        contexts.push(ctx);
        return text;
      });
      const config = {
        tags: ['mine'],
        metadata: { user: 'Ann' },
        configurable: { a: 'b' },
        maxConcurrency: 2,
      };
      const chain = runnables.RunnableLambda.from((text: string) => text).pipe(
        toLangChain(step, { core }).withConfig({ stop: ['.'] } as never),
      );
      await chain.invoke('x', { ...config, recursionLimit: 9 });
      const [ctx] = contexts;
      expect(ctx?.tags).to.include('mine');
      expect(ctx?.metadata).to.include({ user: 'Ann' });
      expect(ctx?.configurable).to.include({ a: 'b' });
      expect([ctx?.recursionLimit, ctx?.maxConcurrency]).to.deep.equal([9, 2]);
      expect(ctx?.kwargs).to.deep.equal({ stop: ['.'] });
    });

    it('are cancelled by the signal, and by the timeout', async () => {
      const reasons: unknown[] = [];
      const noting = (input: string, ctx: RunContext): Promise<never> => {
        const { signal } = ctx;
        signal.addEventListener('abort', () => reasons.push(signal.reason), { once: true });
        return untilAborted(input, ctx);
      };
      const waiting = toLangChain(RunnableLambda.from(noting), { core });
      const chain = runnables.RunnableLambda.from((text: string) => text).pipe(waiting);
      const controller = new AbortController();
      const run = caught(chain.invoke('x', { signal: controller.signal }));
      setImmediate(() => controller.abort(new Error('enough')));
      expect(await run).to.be.instanceOf(Error);
      expect(reasons).to.deep.equal([controller.signal.reason]);
      expect(await caught(waiting.invoke('x', { timeout: 1 }))).to.be.instanceOf(Error);
      expect(reasons[1]).to.have.property('name', 'TimeoutError');
    });

    it('are closed when their reader leaves', async () => {
      let closed = false;
      const counting = RunnableLambda.from(async function* (text: string) {
        try {
          for (;;) yield text;
        } finally {
          closed = true;
        }
      });
      for await (const chunk of await toLangChain(counting, { core }).stream('x')) {
        expect(chunk).to.equal('x');
        break;
      }
      expect(closed).to.equal(true);
    });

    it('throw their own errors', async () => {
      const error = new Error('no');
      const failing = RunnableLambda.from((): string => {
        throw error;
      });
      const chain = runnables.RunnableLambda.from((text: string) => text).pipe(
        toLangChain(failing, { core }),
      );
      expect(await caught(chain.invoke('x'))).to.equal(error);
    });

    it('show their runs to handlers there, below the run that called them', async () => {
      const told: Told[] = [];
      const chain = runnables.RunnableLambda.from((text: string) => ({ text }))
        .pipe(toLangChain(answer(), { core }))
        .withConfig({ runName: 'outer' });
      await chain.invoke('x', { callbacks: [noting(told)], tags: ['mine'] });
      const named = Object.fromEntries(told.map((each) => [each.name, each]));
      expect(told.map(({ name }) => name)).to.deep.equal([
        'outer',
        'RunnableLambda',
        'answer',
        'ChatPromptTemplate',
        'FakeStreamingChatModel',
        'StringOutputParser',
      ]);
      expect(named['answer']?.parent).to.equal(named['outer']?.id);
      expect(named['answer']?.tags).to.have.members(['mine', 'seq:step:2']);
      expect(named['FakeStreamingChatModel']?.parent).to.equal(named['answer']?.id);
    });

    it('belong to the run around a function that calls them without a config', async () => {
      const told: Told[] = [];
      const theirs = toLangChain(shout, { core });
      const calling = runnables.RunnableLambda.from((text: string) => theirs.invoke(text));
      await calling.invoke('x', { callbacks: [noting(told)], tags: ['mine'] });
      expect(told.map(({ name }) => name)).to.deep.equal(['RunnableLambda', 'shout']);
      expect(told[1]?.parent).to.equal(told[0]?.id);
    });

    it('appear in their streamEvents, with chunks', async () => {
      const chain = runnables.RunnableLambda.from((text: string) => ({ text })).pipe(
        toLangChain(answer(), { core }),
      );
      const events = await collect(chain.streamEvents('x', { version: 'v2' }));
      const seen = words(events).filter((each) => !each.includes('Runnable'));
      expect(seen).to.have.members([
        'prompt_start ChatPromptTemplate',
        'prompt_end ChatPromptTemplate',
        'chain_start answer',
        'chat_model_start FakeStreamingChatModel',
        'chat_model_stream FakeStreamingChatModel',
        'parser_start StringOutputParser',
        'parser_stream StringOutputParser',
        'chain_stream answer',
        'chat_model_stream FakeStreamingChatModel',
        'parser_stream StringOutputParser',
        'chain_stream answer',
        'chat_model_end FakeStreamingChatModel',
        'parser_end StringOutputParser',
        'chain_end answer',
      ]);
      const chunks = events
        .filter(({ event }) => event === 'on_chat_model_stream')
        .map(({ data }) => data.chunk);
      expect(chunks.map(({ content }) => content)).to.deep.equal(['Well ', 'done']);
      expect(chunks[0]).to.have.property('lc_serializable', true);
      const ends = events.filter(({ event, name }) => event === 'on_chain_end' && name === 'answer');
      expect(ends.map(({ data }) => data.output)).to.deep.equal(['Well done']);
    });

    it('tell their streamEvents of everything once where they are the root', async () => {
      const events = await collect(
        toLangChain(answer(), { core }).streamEvents({ text: 'x' }, { version: 'v2' }),
      );
      const root = words(events).filter((each) => each.endsWith(' answer'));
      expect(root).to.deep.equal([
        'chain_start answer',
        'chain_stream answer',
        'chain_stream answer',
        'chain_end answer',
      ]);
    });

    it('call steps of theirs, whose runs are still told of there', async () => {
      const told: Told[] = [];
      const inner = runnables.RunnableLambda.from((text: string) => text).withConfig({ runName: 'theirs' });
      const mixed = RunnableLambda.from((text: string) => text).pipe(inner, { name: 'ours' });
      await toLangChain(mixed, { core }).invoke('x', { callbacks: [noting(told)] });
      expect(told.map(({ name }) => name)).to.deep.equal(['ours', 'RunnableLambda', 'theirs']);
    });

    it('keep a conversation in a history of theirs', async () => {
      const history = new histories.InMemoryChatMessageHistory();
      const model = new FakeChatModel({ responses: ['First.', 'Second.'] });
      const prompt = ChatPromptTemplate.fromMessages([
        ['placeholder', '{history}'],
        ['human', '{text}'],
      ]);
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- applications have it
      const chain = new runnables.RunnableWithMessageHistory({
        runnable: toLangChain(prompt.pipe(model), { core }) as never,
        getMessageHistory: () => history,
        inputMessagesKey: 'text',
        historyMessagesKey: 'history',
      });
      const config = { configurable: { sessionId: 's1' } };
      await chain.invoke({ text: 'One?' }, config);
      await chain.invoke({ text: 'Two?' }, config);
      expect(model.calls[1]?.messages.map(({ text }) => text)).to.deep.equal(['One?', 'First.', 'Two?']);
      const kept = await history.getMessages();
      expect(kept.map(({ content }) => content)).to.deep.equal(['One?', 'First.', 'Two?', 'Second.']);
      expect(coerceMessages(kept)[1]).to.be.instanceOf(AIMessage);
    });

    it('may be classes', async () => {
      @Runnable()
      class Trim extends Step<string, string> {
        run(text: string) {
          return text.trim();
        }
      }
      @Chain([Trim, (text: string) => text.length])
      class Count extends Step<string, number> {}
      const theirs = toLangChain(new Count(), { core });
      expect(theirs.getName()).to.equal('Count');
      expect(await theirs.invoke(' four ')).to.equal(4);
    });
  });
}

describe('toLangChain', () => {
  it('uses the installed copy where none is given', async () => {
    const theirs = toLangChain(new FakeChatModel({ responses: ['Hi.'] }));
    expect(theirs).to.be.instanceOf(copies[0]?.runnables.Runnable);
    expect(await theirs.invoke('x')).to.be.instanceOf(copies[0]?.messages.AIMessage);
  });

  it('refuses a class and other things, and says what would do', () => {
    @Runnable()
    class Trim extends Step<string, string> {
      run(text: string) {
        return text.trim();
      }
    }
    const error = thrownBy(() => toLangChain(Trim as never));
    expect(error).to.be.instanceOf(InvalidInputError);
    expect(String(error)).to.equal(
      'InvalidInputError: [R306] toLangChain expects a runnable, such as app.get(Answer) or new Answer(), ' +
        'got the class Trim.',
    );
  });

  it('refuses a copy that lacks a class, and says where it is from', () => {
    const { Runnable: Theirs } = copies[1]?.runnables ?? {};
    const error = thrownBy(() =>
      toLangChain(new StringOutputParser(), { core: { Runnable: Theirs } as never }),
    );
    expect(error).to.be.instanceOf(InvalidOptionError);
    expect(String(error)).to.equal(
      'InvalidOptionError: [A102] toLangChain: core.SystemMessage must be the class SystemMessage of ' +
        '@langchain/core/messages, got undefined.',
    );
  });
});

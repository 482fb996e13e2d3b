import { expect } from 'chai';
import 'reflect-metadata';
import { z } from 'zod/v3';
import {
  AIMessage,
  Chain,
  ChatPromptTemplate,
  FakeChatModel,
  FakeStreamingChatModel,
  HumanMessage,
  InMemoryChatMessageHistory,
  MessagesPlaceholder,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  RunnableWithMessageHistory,
  Step,
  StringOutputParser,
  addChunks,
  createApp,
} from 'runwright';
import 'runwright/langchain';
import { collect } from '../support/collect.js';
import { copies } from './copies.js';

for (const { version, messages, parsers, prompts, retrievers, runnables, testing, tools } of copies) {
  describe(`Runnables of LangChain.js ${version} as steps`, () => {
    const model = (...responses: string[]) => new testing.FakeListChatModel({ responses });
    const theirPrompt = () =>
      prompts.ChatPromptTemplate.fromMessages<{ text: string; history?: unknown }>([
        ['system', 'Be brief.'],
        ['placeholder', '{history}'],
        ['human', '{text}'],
      ]);

    it('runs their model between our prompt and our parser', async () => {
      const chain = ChatPromptTemplate.fromTemplate('Say {text}').pipe(
        model('Hello.'),
        new StringOutputParser(),
      );
      expect(await chain.invoke({ text: 'hello' })).to.equal('Hello.');
      expect(await collect(chain.stream({ text: 'hello' }))).to.deep.equal(Array.from('Hello.'));
      expect(await chain.batch([{ text: 'a' }, { text: 'b' }])).to.deep.equal(['Hello.', 'Hello.']);
    });

    it('runs our model between their prompt and their parser', async () => {
      const chain = RunnableSequence.from([
        theirPrompt(),
        new FakeStreamingChatModel({ responses: ['Well done'] }),
        new parsers.StringOutputParser(),
      ]);
      expect(await chain.invoke({ text: 'x' })).to.equal('Well done');
      expect(await collect(chain.stream({ text: 'x' }))).to.deep.equal(['Well ', 'done']);
    });

    it('gives their model real messages of theirs, whatever ours say', async () => {
      const seen: unknown[] = [];
      const look = new runnables.RunnableLambda({
        func: (input: unknown) => {
          seen.push(input);
          return 'seen';
        },
      });
      const answer = new AIMessage({ content: '', toolCalls: [{ id: '1', name: 'add', args: { a: 1 } }] });
      await RunnableLambda.from((question: string) => [new HumanMessage(question), answer])
        .pipe(look)
        .invoke('Hi');
      await RunnableLambda.from((question: string) => ({ question, history: [answer] }))
        .pipe(look)
        .invoke('Hi');
      const [list, { question, history }] = seen as [unknown[], { question: string; history: unknown[] }];
      expect(list.map((each) => (each as { getType(): string }).getType())).to.deep.equal(['human', 'ai']);
      expect(history[0]).to.have.deep.property('tool_calls', [
        { type: 'tool_call', id: '1', name: 'add', args: { a: 1 } },
      ]);
      expect(question).to.equal('Hi');
    });

    it('leaves everything else as it is on the way in', async () => {
      const given = { date: new Date(0), list: [1], map: new Map() };
      const same = new runnables.RunnableLambda({ func: (input: unknown) => [input] });
      const [came] = await RunnableLambda.from(() => given)
        .pipe(same)
        .invoke('x');
      expect(came).to.equal(given);
    });

    it('gives what their runnables give, untouched', async () => {
      const answer = await RunnableLambda.from((text: string) => text)
        .pipe(model('Hello.'))
        .invoke('Hi');
      expect(answer).to.be.instanceOf(messages.AIMessage);
      expect(answer.content).to.equal('Hello.');
    });

    it('streams chunk by chunk through their sequences', async () => {
      const shout = runnables.RunnableLambda.from(async function* (text: string) {
        yield text.toUpperCase();
      });
      const chain = RunnableLambda.from((text: string) => ({ text })).pipe(
        theirPrompt().pipe(model('Hello.')).pipe(new parsers.StringOutputParser()),
      );
      expect(await collect(chain.stream('x'))).to.deep.equal(Array.from('Hello.'));
      expect(addChunks(await collect(chain.pipe(shout).stream('x')))).to.equal('HELLO.');
    });

    it('parses the chunks of our model by their parser as they come', async () => {
      const chain = new FakeStreamingChatModel({ responses: [['[1', ', 2', ']']] }).pipe(
        new parsers.JsonOutputParser(),
      );
      expect(await collect(chain.stream('x'))).to.deep.equal([[1], [1, 2]]);
      expect(await chain.invoke('x')).to.deep.equal([1, 2]);
    });

    it('runs their tools, and their retrievers', async () => {
      const add = new tools.DynamicStructuredTool({
        name: 'add',
        description: 'Adds.',
        schema: z.object({ a: z.number(), b: z.number() }),
        func: async ({ a, b }: { a: number; b: number }) => String(a + b),
      });
      class Index extends retrievers.BaseRetriever {
        lc_namespace = ['test'];
        override async _getRelevantDocuments(query: string) {
          return [{ pageContent: `about ${query}`, metadata: {} }];
        }
      }
      expect(
        await RunnableLambda.from(() => ({ a: 1, b: 2 }))
          .pipe(add)
          .invoke('x'),
      ).to.equal('3');
      const found = await RunnableLambda.from((query: string) => query)
        .pipe(new Index())
        .invoke('sky');
      expect(found).to.deep.equal([{ pageContent: 'about sky', metadata: {} }]);
    });

    it('answers a call of a tool with their message, which our model takes', async () => {
      const echo = new tools.DynamicStructuredTool({
        name: 'echo',
        description: 'Echoes.',
        schema: z.object({ text: z.string() }),
        func: async ({ text }: { text: string }) => text,
      });
      const call = { type: 'tool_call' as const, id: 'c1', name: 'echo', args: { text: 'Hi' } };
      const fake = new FakeChatModel({ responses: ['Hi, it says.'] });
      const chain = RunnableLambda.from(() => call)
        .pipe(echo)
        .pipe((message: unknown) => fake.invoke([message as InstanceType<typeof messages.ToolMessage>]));
      await chain.invoke('x');
      expect(fake.calls[0]?.messages[0]).to.deep.include({ type: 'tool', toolCallId: 'c1', content: 'Hi' });
    });

    it('runs in parallels, beside ours', async () => {
      const both = RunnableParallel.from({
        theirs: model('Theirs.').pipe(new parsers.StringOutputParser()),
        ours: new FakeStreamingChatModel({ responses: ['Ours.'] }).pipe(new StringOutputParser()),
      });
      expect(await both.invoke('x')).to.deep.equal({ theirs: 'Theirs.', ours: 'Ours.' });
      expect(addChunks(await collect(both.stream('x')))).to.deep.equal({ theirs: 'Theirs.', ours: 'Ours.' });
    });

    it('runs in decorated chains', async () => {
      const theirModel = model('Hello.');
      @Chain([ChatPromptTemplate.fromTemplate('Say {text}'), theirModel, new parsers.StringOutputParser()])
      class Answer extends Step<{ text: string }, string> {}
      const app = await createApp({ runnables: [Answer] });
      expect(await app.get(Answer).invoke({ text: 'hello' })).to.equal('Hello.');
      expect(await collect(app.get(Answer).stream({ text: 'hello' }))).to.have.length(6);
      await app.close();
    });

    it('passes bound arguments on as options', async () => {
      const seen: unknown[] = [];
      class Noting extends testing.FakeListChatModel {
        override async _generate(
          ...args: Parameters<InstanceType<typeof testing.FakeListChatModel>['_generate']>
        ) {
          seen.push(args[1]?.stop);
          return super._generate(...args);
        }
      }
      const chain = RunnableSequence.from([new Noting({ responses: ['Hello.'] }), new StringOutputParser()]);
      await chain.bind({ stop: ['.'] }).invoke('x');
      expect(seen).to.deep.equal([['.']]);
    });

    it('keeps our history around their model, and fills their placeholder with it', async () => {
      const history = new InMemoryChatMessageHistory();
      const chain = new RunnableWithMessageHistory({
        runnable: theirPrompt().pipe(model('First.', 'Second.')),
        getMessageHistory: () => history,
        inputMessagesKey: 'text',
        historyMessagesKey: 'history',
      });
      await chain.invoke({ text: 'One?' });
      await collect(chain.stream({ text: 'Two?' }));
      const kept = history.getMessages();
      expect(kept.map(({ type, text }) => [type, text])).to.deep.equal([
        ['human', 'One?'],
        ['ai', 'First.'],
        ['human', 'Two?'],
        ['ai', 'Second.'],
      ]);
      expect(kept[1]).to.be.instanceOf(AIMessage);
    });

    it('fills our placeholder with their messages', async () => {
      const prompt = ChatPromptTemplate.fromMessages([
        new MessagesPlaceholder('history'),
        ['human', '{text}'],
      ]);
      const history = [new messages.HumanMessage('Hi'), new messages.AIMessage('Hello.')];
      const made = await prompt.invoke({ history, text: 'Well?' });
      expect(made).to.deep.equal([
        new HumanMessage('Hi'),
        new AIMessage('Hello.'),
        new HumanMessage('Well?'),
      ]);
    });
  });
}

import { HumanMessage as TheirHuman, type BaseMessage } from '@langchain/core/messages';
import { Annotation, END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { expect } from 'chai';
import {
  AIMessage,
  ChatPromptTemplate,
  FakeStreamingChatModel,
  RunnableLambda,
  RunnableSequence,
  StringOutputParser,
  type RunContext,
} from 'runwright';
import { toLangChain } from 'runwright/langchain';
import { collect } from '../support/collect.js';
import { caught } from '../support/caught.js';
import { Recorder } from '../support/observing.js';

const Page = Annotation.Root({ topic: Annotation<string>(), title: Annotation<string>() });

const title = (response = 'A Title') =>
  RunnableLambda.from(({ topic }: typeof Page.State) => ({ topic })).assign({
    title: ChatPromptTemplate.fromTemplate('A title about {topic}').pipe(
      new FakeStreamingChatModel({ responses: [response] }),
      new StringOutputParser(),
    ),
  });

const page = () =>
  new StateGraph(Page)
    .addNode('write', toLangChain(title()))
    .addEdge(START, 'write')
    .addEdge('write', END)
    .compile();

const chat = () => {
  const model = new FakeStreamingChatModel({ responses: ['Well done'] });
  const answer = RunnableLambda.from(
    async ({ messages }: typeof MessagesAnnotation.State, ctx: RunContext) => ({
      messages: [await model.invoke(messages, ctx)],
    }),
  );
  const graph = new StateGraph(MessagesAnnotation)
    .addNode('answer', toLangChain(answer))
    .addEdge(START, 'answer')
    .addEdge('answer', END)
    .compile();
  return { graph, model };
};

describe('Graphs of LangGraph.js', () => {
  it('run a chain as a node, and stream what it changes', async () => {
    expect(await page().invoke({ topic: 'bees' })).to.deep.equal({ topic: 'bees', title: 'A Title' });
    expect(await collect(await page().stream({ topic: 'bees' }, { streamMode: 'updates' }))).to.deep.equal([
      { write: { topic: 'bees', title: 'A Title' } },
    ]);
  });

  it('keep a conversation in messages of theirs, which our model reads', async () => {
    const { graph, model } = chat();
    const { messages } = await graph.invoke({ messages: [{ role: 'user', content: 'Hi' }] });
    expect(messages.map((message) => [message.type, message.text])).to.deep.equal([
      ['human', 'Hi'],
      ['ai', 'Well done'],
    ]);
    expect(model.calls[0]?.messages[0]?.text).to.equal('Hi');
  });

  it('stream the chunks of our model', async () => {
    const { graph } = chat();
    const chunks = await collect(
      await graph.stream({ messages: [new TheirHuman('Hi')] }, { streamMode: 'messages' }),
    );
    const texts = chunks.map(([message]) => message.text);
    expect(texts.slice(0, 2)).to.deep.equal(['Well ', 'done']);
    const [, metadata] = chunks[0] as unknown as [BaseMessage, Record<string, unknown>];
    expect(metadata['langgraph_node']).to.equal('answer');
  });

  it('show our runs in their events, below the node', async () => {
    const { graph } = chat();
    const events = await collect(graph.streamEvents({ messages: [new TheirHuman('Hi')] }, { version: 'v2' }));
    const ofModel = events.filter(({ name }) => name === 'FakeStreamingChatModel').map(({ event }) => event);
    expect(ofModel).to.deep.equal([
      'on_chat_model_start',
      'on_chat_model_stream',
      'on_chat_model_stream',
      'on_chat_model_end',
    ]);
    expect(events.find(({ event }) => event === 'on_chat_model_start')?.metadata).to.include({
      langgraph_node: 'answer',
    });
  });

  it('are steps of our chains, with the runs of their nodes in our tree', async () => {
    const recorder = new Recorder();
    const chain = RunnableSequence.from([
      (topic: string) => ({ topic }),
      page(),
      ({ title: made }: { title: string }) => made,
    ]);
    expect(await chain.invoke('bees', { callbacks: [recorder] })).to.equal('A Title');
    expect(recorder.tree.filter((each) => !each.includes('RunnableLambda'))).to.include.members([
      'RunnableSequence/LangGraph',
      'LangGraph/write',
    ]);
    const model = recorder.named('FakeStreamingChatModel');
    expect(model.path).to.match(/^RunnableSequence > LangGraph > write > .*FakeStreamingChatModel$/);
    expect(await collect(chain.stream('bees'))).to.deep.equal(['A Title']);
    recorder.check();
  });

  it('fail with the error of the node', async () => {
    const error = new Error('no');
    const failing = RunnableLambda.from((): { title: string } => {
      throw error;
    });
    const graph = new StateGraph(Page)
      .addNode('write', toLangChain(failing))
      .addEdge(START, 'write')
      .compile();
    expect(await caught(graph.invoke({ topic: 'bees' }))).to.equal(error);
  });

  it('cancel a node with the graph', async () => {
    const controller = new AbortController();
    let aborted: boolean | undefined;
    const waiting = RunnableLambda.from(async (_state: object, { signal }: RunContext) => {
      setImmediate(() => controller.abort(new Error('enough')));
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      aborted = signal.aborted;
      return { title: 'late' };
    });
    const graph = new StateGraph(Page)
      .addNode('write', toLangChain(waiting))
      .addEdge(START, 'write')
      .compile();
    expect(await caught(graph.invoke({ topic: 'bees' }, { signal: controller.signal }))).to.be.instanceOf(
      Error,
    );
    expect(aborted).to.equal(true);
  });

  it('give the step their configurable values', async () => {
    const seen: unknown[] = [];
    const noting = RunnableLambda.from((_state: object, { configurable }: RunContext) => {
      seen.push(configurable['thread_id']);
      return { title: 'x' };
    });
    const graph = new StateGraph(Page)
      .addNode('write', toLangChain(noting))
      .addEdge(START, 'write')
      .compile();
    await graph.invoke({ topic: 'bees' }, { configurable: { thread_id: 't1' } });
    expect(seen).to.deep.equal(['t1']);
  });

  it('take messages that a chain gives beside other values', async () => {
    const both = RunnableLambda.from((_state: typeof MessagesAnnotation.State) => ({
      messages: [new AIMessage({ content: '', toolCalls: [{ id: 'c1', name: 'add', args: { a: 1 } }] })],
    }));
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('ask', toLangChain(both))
      .addEdge(START, 'ask')
      .compile();
    const { messages } = await graph.invoke({ messages: [] });
    expect(messages[0]).to.have.nested.property('tool_calls[0].name', 'add');
  });
});

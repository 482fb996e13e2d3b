import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { expect } from 'chai';
import {
  AIMessage,
  AIMessageChunk,
  ChatPromptTemplate,
  FakeChatModel,
  FakeStreamingChatModel,
  HumanMessage,
  RunnableLambda,
  RunnableSequence,
  StringOutputParser,
  SystemMessage,
  type CallbackHandler,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { words } from '../support/events.js';
import { Invoked } from '../support/invoked.js';
import { warningsOf } from '../support/warnings.js';

const prompt = ChatPromptTemplate.fromMessages([
  ['system', 'You are Cat Agent 007'],
  ['human', '{question}'],
]);
const conversation = [new SystemMessage('You are Cat Agent 007'), new HumanMessage('hello')];
const PARAMETERS = { options: {}, invocation_params: {}, batch_size: 1 };
const streaming = () => new FakeStreamingChatModel({ responses: [['hello', ' world', '!']], name: 'model' });

describe('runs of models', () => {
  it('A19.14 are told of with their messages, in the events of a prompt, a model and a parser', async () => {
    const chain = prompt.pipe(streaming(), new StringOutputParser());
    const events = await collect(chain.streamEvents({ question: 'hello' }));
    expect(words(events)).to.deep.equal([
      ...['chain_start RunnableSequence', 'prompt_start ChatPromptTemplate', 'prompt_end ChatPromptTemplate'],
      'chat_model_start model',
      ...['chat_model_stream model', 'parser_start StringOutputParser', 'parser_stream StringOutputParser'],
      'chain_stream RunnableSequence',
      ...['chat_model_stream model', 'parser_stream StringOutputParser', 'chain_stream RunnableSequence'],
      ...['chat_model_stream model', 'parser_stream StringOutputParser', 'chain_stream RunnableSequence'],
      ...['chat_model_end model', 'parser_end StringOutputParser', 'chain_end RunnableSequence'],
    ]);
    const of = (name: string) => events.find(({ event }) => event === name)?.data;
    expect(of('on_prompt_end')?.input).to.deep.equal({ question: 'hello' });
    expect(of('on_chat_model_start')).to.deep.equal({ input: { messages: [conversation] } });
    expect(of('on_chat_model_stream')?.chunk).to.have.property('text', 'hello');
    const end = of('on_chat_model_end');
    expect(end?.input).to.deep.equal({ messages: [conversation] });
    expect(end?.output).to.have.property('text', 'hello world!');
    expect(of('on_parser_end')?.output).to.equal('hello world!');
  });

  it('A19.14 end with a message chunk where they stream, and with a message where they are invoked', async () => {
    const usage = { inputTokens: 1, outputTokens: 2, totalTokens: 3 };
    const answer = new AIMessage({ content: 'hello world', usage });
    const outputOf = async (model: FakeChatModel): Promise<unknown> => {
      const events = await collect(model.streamEvents('hi'));
      return events.find(({ event }) => event === 'on_chat_model_end')?.data.output;
    };
    const streamed = await outputOf(new FakeStreamingChatModel({ responses: [answer] }));
    expect(streamed).to.be.instanceOf(AIMessageChunk);
    expect(streamed).to.deep.include({ content: 'hello world', usage });
    const model = new FakeChatModel({ responses: [answer] });
    const ask = RunnableLambda.from((text: string) => model.invoke(text));
    const events = await collect(ask.streamEvents('hi'));
    const end = events.find(({ event }) => event === 'on_chat_model_end');
    expect(end?.data.output).to.equal(answer);
  });

  it('A19.14 are told of with a message where a text went in', async () => {
    const chain = RunnableSequence.from([(text: string) => text, streaming()]);
    const events = await collect(chain.streamEvents('hello'));
    expect(events.find(({ event }) => event === 'on_chat_model_start')?.data).to.deep.equal({
      input: { messages: [[new HumanMessage('hello')]] },
    });
  });

  it('stream where chunks are asked for though they are invoked, and else do not', async () => {
    const model = streaming();
    const ask = RunnableLambda.from(async (text: string) => (await model.invoke(text)).text, { name: 'ask' });
    const events = await collect(ask.streamEvents('hi'));
    expect(words(events)).to.deep.equal([
      ...['chain_start ask', 'chat_model_start model'],
      ...['chat_model_stream model', 'chat_model_stream model', 'chat_model_stream model'],
      ...['chat_model_end model', 'chain_stream ask', 'chain_end ask'],
    ]);
    expect(events.at(-1)?.data).to.deep.equal({ output: 'hello world!' });
    const tokens: unknown[] = [];
    const listener: CallbackHandler = { handleLLMNewToken: (token: string) => tokens.push(token) };
    await ask.invoke('hi', { callbacks: [listener] });
    expect(tokens).to.deep.equal([]);
    await ask.invoke('hi', { callbacks: [{ ...listener, lc_prefer_streaming: true }] });
    expect(tokens).to.deep.equal(['hello', ' world', '!']);
  });

  it('do not stream where the model cannot', async () => {
    const model = new FakeChatModel({ responses: ['hello'], name: 'model' });
    const ask = RunnableLambda.from((text: string) => model.invoke(text), { name: 'ask' });
    expect(words(await collect(ask.streamEvents('hi')))).to.deep.equal([
      ...[
        'chain_start ask',
        'chat_model_start model',
        'chat_model_end model',
        'chain_stream ask',
        'chain_end ask',
      ],
    ]);
  });

  describe('reach LangChain.js handlers by the methods for their type', () => {
    class Recording extends BaseCallbackHandler {
      override name = 'recording';
      override awaitHandlers = true;
      readonly calls: unknown[][] = [];
      override handleChatModelStart(...args: unknown[]): void {
        this.calls.push(['chat start', ...args.slice(1)]);
      }
      override handleLLMStart(...args: unknown[]): void {
        this.calls.push(['llm start', ...args.slice(1)]);
      }
      override handleLLMNewToken(...args: unknown[]): void {
        this.calls.push(['token', ...args]);
      }
      override handleLLMEnd(...args: unknown[]): void {
        this.calls.push(['llm end', ...args]);
      }
      override handleLLMError(...args: unknown[]): void {
        this.calls.push(['llm error', ...args]);
      }
      override handleToolStart(...args: unknown[]): void {
        this.calls.push(['tool start', ...args.slice(1)]);
      }
      override handleToolEnd(...args: unknown[]): void {
        this.calls.push(['tool end', ...args]);
      }
      override handleToolError(...args: unknown[]): void {
        this.calls.push(['tool error', ...args]);
      }
      override handleRetrieverStart(...args: unknown[]): void {
        this.calls.push(['retriever start', ...args.slice(1)]);
      }
      override handleRetrieverEnd(...args: unknown[]): void {
        this.calls.push(['retriever end', ...args]);
      }
    }
    const runId = '019364d8-0000-7000-8000-000000000001';
    const config = () => ({ callbacks: [new Recording()] as const, runId, tags: ['t'], metadata: { m: 1 } });

    it('a chat model', async () => {
      const { callbacks, ...rest } = config();
      await collect(streaming().stream('hi', { callbacks, ...rest }));
      const [start, token, , , end] = callbacks[0].calls as [
        unknown[],
        unknown[],
        unknown,
        unknown,
        unknown[],
      ];
      // Messages of ours, or of LangChain.js where that is loaded.
      const [[message]] = start[1] as [[HumanMessage]];
      expect([message.type, message.text]).to.deep.equal(['human', 'hi']);
      expect(start.toSpliced(1, 1)).to.deep.equal([
        'chat start',
        runId,
        undefined,
        PARAMETERS,
        ['t'],
        { m: 1 },
        'model',
      ]);
      expect(token.slice(0, 6)).to.deep.equal([
        ...['token', 'hello', { prompt: 0, completion: 0 }, runId, undefined, ['t']],
      ]);
      expect(token[6]).to.have.nested.property('chunk.message.text', 'hello');
      expect(end).to.have.nested.property('[1].generations[0][0].text', 'hello world!');
      expect(end.slice(2)).to.deep.equal([runId, undefined, ['t'], undefined]);
    });

    it('a chat model, where they only know language models', async () => {
      const prompts: unknown[] = [];
      const handler: CallbackHandler = {
        handleLLMStart: (_: unknown, texts: string[]) => prompts.push(texts),
      };
      await streaming().invoke('hi', { callbacks: [handler] });
      expect(prompts).to.have.length(1);
      expect(prompts[0]).to.deep.equal(['Human: hi']);
    });

    it('a language model, a tool and a retriever', async () => {
      const { callbacks, ...rest } = config();
      const run = (node: Invoked, input: unknown) => node.invoke(input, { callbacks, ...rest });
      await run(new Invoked('complete', 'llm', () => 'text'), 'hi');
      await run(new Invoked('use', 'tool', () => ({ used: true })), { a: 1 });
      await run(new Invoked('look', 'retriever', () => ['doc']), 'query');
      const error = new Error('down');
      const fail = () => {
        throw error;
      };
      await caught(run(new Invoked('complete', 'llm', fail), 'hi'));
      await caught(run(new Invoked('use', 'tool', fail), 'text'));
      expect(callbacks[0].calls).to.deep.equal([
        ['llm start', ['hi'], runId, undefined, PARAMETERS, ['t'], { m: 1 }, 'complete'],
        ['llm end', { generations: [[{ text: 'text' }]], llmOutput: {} }, runId, undefined, ['t'], undefined],
        ['tool start', '{"a":1}', runId, undefined, ['t'], { m: 1 }, 'use', undefined],
        ['tool end', { used: true }, runId, undefined, ['t']],
        ['retriever start', 'query', runId, undefined, ['t'], { m: 1 }, 'look'],
        ['retriever end', ['doc'], runId, undefined, ['t']],
        ['llm start', ['hi'], runId, undefined, PARAMETERS, ['t'], { m: 1 }, 'complete'],
        ['llm error', error, runId, undefined, ['t'], undefined],
        ['tool start', 'text', runId, undefined, ['t'], { m: 1 }, 'use', undefined],
        ['tool error', error, runId, undefined, ['t']],
      ]);
    });

    it('a language model and a tool, with inputs that JSON cannot represent', async () => {
      const texts: unknown[] = [];
      const handler: CallbackHandler = {
        handleLLMStart: (_: unknown, [prompt]: unknown[]) => texts.push(prompt),
        handleToolStart: (_: unknown, input: unknown) => texts.push(input),
      };
      const ring: Record<string, unknown> = {};
      ring['self'] = ring;
      const warnings = await warningsOf(async () => {
        for (const input of [{ n: 1n }, ring, undefined]) {
          await new Invoked('complete', 'llm', () => 'text').invoke(input, { callbacks: [handler] });
        }
        await new Invoked('use', 'tool', () => 'used').invoke({ n: 1n }, { callbacks: [handler] });
      });
      expect(texts).to.deep.equal([
        ...['{ n: 1n }', '<ref *1> { self: [Circular *1] }', 'undefined', '{ n: 1n }'],
      ]);
      expect(warnings).to.deep.equal([]);
    });

    it('none where they ignore the type', async () => {
      const calls: string[] = [];
      const handler: CallbackHandler = {
        ...{ ignoreLLM: true, ignoreAgent: true, ignoreRetriever: true },
        handleLLMStart: () => calls.push('llm'),
        handleToolStart: () => calls.push('tool'),
        handleRetrieverStart: () => calls.push('retriever'),
      };
      for (const type of ['llm', 'tool', 'retriever'] as const) {
        await new Invoked('x', type, () => new AIMessage('x')).invoke('x', { callbacks: [handler] });
      }
      expect(calls).to.deep.equal([]);
    });
  });
});

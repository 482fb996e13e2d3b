import { expect } from 'chai';
import {
  AIMessage,
  ChatPromptTemplate,
  ConsoleTracer,
  RunnableLambda,
  StringOutputParser,
  addChunks,
  dispatchCustomEvent,
  runPathOf,
  type RunContext,
} from 'runwright';
import * as installed from '@langchain/core/messages';
import { toLangChain, toLangChainConfig } from 'runwright/langchain';
import { collect } from '../support/collect.js';
import { caught } from '../support/caught.js';
import { briefEvents, words } from '../support/events.js';
import { Recorder } from '../support/observing.js';
import { turns } from '../support/turns.js';
import { copies } from './copies.js';

for (const { version, core, parsers, prompts, runnables, testing, tools, dispatch } of copies) {
  describe(`Runs inside LangChain.js ${version}`, () => {
    const model = (...responses: string[]) => new testing.FakeListChatModel({ responses });
    const theirs = () =>
      prompts.ChatPromptTemplate.fromTemplate<{ text: string }>('Say {text}')
        .pipe(model('Hello.'))
        .pipe(new parsers.StringOutputParser());
    const asText = RunnableLambda.from((text: string) => ({ text }));

    it('shows a step of theirs as one run, of its own type', async () => {
      const recorder = new Recorder();
      const chain = ChatPromptTemplate.fromTemplate('Say {text}').pipe(
        model('Hello.'),
        new StringOutputParser(),
      );
      await chain.invoke({ text: 'x' }, { callbacks: [recorder] });
      expect(recorder.tree).to.deep.equal([
        'RunnableSequence',
        'RunnableSequence/ChatPromptTemplate',
        'RunnableSequence/FakeListChatModel',
        'RunnableSequence/StringOutputParser',
      ]);
      expect(recorder.named('FakeListChatModel').runType).to.equal('chat_model');
      recorder.check();
    });

    it('shows the runs inside a step of theirs below it', async () => {
      for (const run of ['invoke', 'stream'] as const) {
        const recorder = new Recorder();
        const config = { callbacks: [recorder] };
        const chain = asText.pipe(theirs(), { name: 'chain' });
        if (run === 'invoke') await chain.invoke('x', config);
        else await collect(chain.stream('x', config));
        expect(recorder.tree).to.deep.equal([
          'chain',
          'chain/RunnableLambda',
          'chain/RunnableSequence',
          'RunnableSequence/ChatPromptTemplate',
          'RunnableSequence/FakeListChatModel',
          'RunnableSequence/StrOutputParser',
        ]);
        expect(recorder.runs.map(({ runType }) => runType)).to.deep.equal([
          'chain',
          'chain',
          'chain',
          'prompt',
          'chat_model',
          'parser',
        ]);
        expect(recorder.named('StrOutputParser').output).to.equal('Hello.');
        expect(recorder.named('ChatPromptTemplate').input).to.deep.equal({ text: 'x' });
        recorder.check();
      }
    });

    it('hands on tags and metadata, and keeps the tags of their parts', async () => {
      const recorder = new Recorder();
      await asText
        .pipe(theirs())
        .invoke('x', { callbacks: [recorder], tags: ['mine'], metadata: { user: 'Ann' } });
      const run = recorder.named('FakeListChatModel');
      expect(run.tags).to.have.members(['mine', 'seq:step:2']);
      expect(run.metadata).to.include({ user: 'Ann' });
      expect(run.path).to.equal('RunnableSequence > RunnableSequence > FakeListChatModel');
    });

    it('tells of the chunks of a model, which add up to its answer', async () => {
      for (const chain of [asText.pipe(theirs()), asText.pipe(({ text }) => text).pipe(model('Hello.'))]) {
        const events = await collect(chain.streamEvents('x'));
        const ofModel = events.filter(({ name }) => name === 'FakeListChatModel');
        expect(words(ofModel)).to.deep.equal([
          'chat_model_start FakeListChatModel',
          ...Array.from('Hello.', () => 'chat_model_stream FakeListChatModel'),
          'chat_model_end FakeListChatModel',
        ]);
        const chunks = ofModel.flatMap(({ event, data }) =>
          event === 'on_chat_model_stream' ? [data.chunk] : [],
        );
        expect(addChunks(chunks)).to.have.property('content', 'Hello.');
        const [start] = ofModel;
        expect(start?.data.input).to.have.nested.property('messages[0][0].content');
        expect(ofModel.at(-1)?.data.output).to.have.property('content', 'Hello.');
      }
    });

    it('has a model of theirs stream for streamEvents though a function invokes it', async () => {
      const inner = model('Hi');
      const ask = RunnableLambda.from(async (text: string, ctx: RunContext) => {
        const answer = await inner.invoke(text, toLangChainConfig(ctx));
        return answer.content;
      });
      const events = await collect(ask.streamEvents('x'));
      expect(words(events)).to.deep.equal([
        'chain_start RunnableLambda',
        'chat_model_start FakeListChatModel',
        'chat_model_stream FakeListChatModel',
        'chat_model_stream FakeListChatModel',
        'chat_model_end FakeListChatModel',
        'chain_stream RunnableLambda',
        'chain_end RunnableLambda',
      ]);
      expect(events[1]?.parent_ids).to.deep.equal([events[0]?.run_id]);
    });

    it('tells of the chunks of chains inside theirs', async () => {
      const events = await briefEvents(asText.pipe(theirs()).streamEvents('x'));
      const parsed = events.filter(({ event }) => event === 'on_parser_stream').map(({ data }) => data);
      expect(parsed).to.deep.equal(Array.from('Hello.', (chunk) => ({ chunk })));
    });

    it('makes runnables of ours that theirs call a part of the tree', async () => {
      const recorder = new Recorder();
      const inner = RunnableLambda.from((text: string) => text.toUpperCase()).withConfig({
        runName: 'shout',
      });
      const calling = runnables.RunnableLambda.from((text: string, config: object) =>
        inner.invoke(text, config),
      );
      const piped = calling.pipe(toLangChain(inner.withConfig({ runName: 'again' }), { core }));
      const chain = RunnableLambda.from((text: string) => text).pipe(piped, { name: 'chain' });
      expect(await chain.invoke('x', { callbacks: [recorder] })).to.equal('X');
      expect(recorder.tree).to.deep.equal([
        'chain',
        'chain/RunnableLambda',
        'chain/RunnableSequence',
        'RunnableSequence/RunnableLambda',
        'RunnableLambda/shout',
        'RunnableSequence/again',
      ]);
      expect(recorder.named('again').tags).to.deep.equal(['seq:step:2']);
      recorder.check();
    });

    it('tells listeners of a step of theirs, and interceptors are around it', async () => {
      const heard: unknown[] = [];
      const step = RunnableLambda.from((text: string) => text)
        .pipe(model('Hello.'))
        .withListeners({ onEnd: (run) => heard.push(run.children.map(({ name }) => name)) })
        .withInterceptors({ intercept: async (_run, next) => ({ was: await next() }) });
      expect(await step.invoke('x')).to.have.nested.property('was.content', 'Hello.');
      expect(heard).to.deep.equal([['RunnableLambda', 'FakeListChatModel']]);
    });

    it('shows a tool of theirs with its arguments', async () => {
      const add = new tools.DynamicStructuredTool({
        name: 'increment',
        description: 'Adds one.',
        schema: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
        func: async (args) => (args as { a: number }).a + 1,
      });
      const calling = runnables.RunnableLambda.from((a: number, config: object) =>
        add.invoke({ a } as never, config),
      );
      const events = await briefEvents(
        RunnableLambda.from((a: number) => a)
          .pipe(calling)
          .streamEvents(1),
      );
      const ofTool = events.filter(({ event }) => String(event).startsWith('on_tool'));
      expect(ofTool.map(({ event, name, data }) => ({ event, name, data }))).to.deep.equal([
        { event: 'on_tool_start', name: 'increment', data: { input: { a: 1 } } },
        { event: 'on_tool_end', name: 'increment', data: { input: { a: 1 }, output: 2 } },
      ]);
    });

    it('tells of custom events sent inside theirs', async () => {
      const sending = runnables.RunnableLambda.from(async (text: string, config: object) => {
        await dispatch.dispatchCustomEvent('progress', { done: 1 }, config);
        await dispatchCustomEvent('more', { done: 2 });
        return text;
      });
      const events = await briefEvents(
        RunnableLambda.from((text: string) => text)
          .pipe(sending)
          .streamEvents('x'),
      );
      expect(words(events)).to.include.members(['custom_event progress', 'custom_event more']);
    });

    it('ends the run of what fails inside theirs with its error, and knows the way to it', async () => {
      const error = new Error('no');
      const failing = runnables.RunnableLambda.from((): string => {
        throw error;
      });
      const recorder = new Recorder();
      const chain = RunnableLambda.from((text: string) => text).pipe(
        runnables.RunnableLambda.from((text: string) => text).pipe(
          failing.withConfig({ runName: 'failing' }),
        ),
        { name: 'chain' },
      );
      expect(await caught(chain.invoke('x', { callbacks: [recorder] }))).to.equal(error);
      expect(recorder.named('failing').error).to.equal(error);
      expect(recorder.named('failing').status).to.equal('failed');
      expect(runPathOf(error)).to.equal('chain > RunnableSequence');
      recorder.check();
    });

    it('ends the runs inside theirs when the run is aborted, or its reader leaves', async () => {
      const waiting = runnables.RunnableLambda.from(
        (_text: string, config: object) =>
          new Promise<string>((_resolve, reject) => {
            const { signal } = config as { signal: AbortSignal };
            signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          }),
      );
      const controller = new AbortController();
      const recorder = new Recorder();
      const inner = runnables.RunnableLambda.from((text: string) => text).pipe(
        waiting.withConfig({ runName: 'waiting' }),
      );
      const run = caught(
        RunnableLambda.from((text: string) => text)
          .pipe(inner)
          .invoke('x', { callbacks: [recorder], signal: controller.signal }),
      );
      while (!recorder.tree.includes('RunnableSequence/waiting')) await turns();
      controller.abort(new Error('enough'));
      expect(await run).to.equal(controller.signal.reason);
      expect(recorder.named('waiting').status).to.equal('failed');
      recorder.check();

      const left = new Recorder();
      for await (const _ of asText.pipe(theirs()).stream('x', { callbacks: [left] })) break;
      expect(left.tree).to.include('RunnableSequence/FakeListChatModel');
      left.check();
    });

    it('shows each attempt of a retry', async () => {
      let attempts = 0;
      const flaky = runnables.RunnableLambda.from((text: string) => {
        attempts += 1;
        if (attempts === 1) throw new Error('busy');
        return text;
      }).withConfig({ runName: 'flaky' });
      const recorder = new Recorder();
      const chain = RunnableLambda.from((text: string) => text)
        .pipe(runnables.RunnableLambda.from((text: string) => text).pipe(flaky))
        .withRetry({ stopAfterAttempt: 2, delay: 0 });
      expect(await chain.invoke('', { callbacks: [recorder] })).to.equal('');
      expect(
        recorder.runs.filter(({ name }) => name === 'flaky').map(({ status, input }) => [status, input]),
      ).to.deep.equal([
        ['failed', ''],
        ['succeeded', ''],
      ]);
      recorder.check();
    });

    it('prints their runs in the tree of the console', async () => {
      const lines: string[] = [];
      const tracer = new ConsoleTracer({ colors: false, write: (line) => lines.push(line) });
      await asText.pipe(theirs()).invoke('x', { callbacks: [tracer] });
      expect(lines.join('\n'))
        .to.match(/│ │ ▶ ChatPromptTemplate/)
        .and.match(/│ │ ✔ FakeListChatModel/);
    });

    it('gives no handler to theirs where nobody observes', async () => {
      const configs: { callbacks?: unknown }[] = [];
      const noting = runnables.RunnableLambda.from((text: string, config: object) => {
        configs.push(config);
        return text;
      });
      const chain = RunnableLambda.from((text: string) => text).pipe(noting);
      await chain.invoke('x');
      await collect(chain.stream('x'));
      expect(configs.map(({ callbacks }) => callbacks)).to.deep.equal([undefined, undefined]);
    });

    it('gives their handlers messages of theirs', async () => {
      const seen: unknown[] = [];
      const handler = {
        handleChatModelStart: (_model: unknown, [list]: unknown[][]) => seen.push(...(list ?? [])),
        handleChainEnd: (outputs: unknown) => seen.push(outputs),
      };
      const answer = RunnableLambda.from(async () => new AIMessage('Hello.'));
      await RunnableLambda.from((text: string) => text)
        .pipe(model('Hi.'))
        .invoke('x', { callbacks: [handler] });
      await answer.invoke('x', { callbacks: [handler] });
      expect(seen.map((each) => (each as { getType?(): string }).getType?.())).to.include.members([
        'human',
        'ai',
      ]);
      expect(seen.at(-1)).to.be.instanceOf(installed.AIMessage);
    });
  });
}

import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import {
  AIMessage,
  AIMessageChunk,
  ChatModel,
  ChatPromptTemplate,
  FakeChatModel,
  RunnableSequence,
  StringOutputParser,
  SystemMessage,
  type ChatOptions,
  type Message,
  type RunContext,
} from 'runwright';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';

/** Answers at once. */
class Parrot extends ChatModel {
  override generate(messages: readonly Message[]): string {
    return messages.map(({ text }) => text).join(' ');
  }
}

interface SpellOptions extends ChatOptions {
  readonly by?: number | undefined;
}

/** Answers in chunks. */
class Speller extends ChatModel<SpellOptions> {
  closed = 0;

  override async *generateStream(
    messages: readonly Message[],
    { by = 1 }: Partial<SpellOptions>,
  ): AsyncGenerator<AIMessageChunk, void> {
    try {
      const text = messages.at(-1)?.text ?? '';
      for (let at = 0; at < text.length; at += by)
        yield new AIMessageChunk({
          content: text.slice(at, at + by),
          usage: { inputTokens: 0, outputTokens: 1, totalTokens: 1 },
        });
    } finally {
      this.closed += 1;
    }
  }
}

describe('ChatModel', () => {
  it('takes a conversation in any form and answers with a message', async () => {
    const model = new Parrot();
    const answer = await model.invoke([
      new SystemMessage('a'),
      ['human', 'b'],
      { role: 'user', content: 'c' },
    ]);
    expectTypeOf(answer).toEqualTypeOf<AIMessage>();
    expect(answer).to.deep.equal(new AIMessage('a b c'));
    expect(model.invokeSync('hi').text).to.equal('hi');
    expect((await model.batch(['x', 'y'])).map(({ text }) => text)).to.deep.equal(['x', 'y']);
    expect([model.getName(), model.kind, model.runType]).to.deep.equal([
      'Parrot',
      'chat_model',
      'chat_model',
    ]);
  });

  it('says what it cannot take for a conversation', async () => {
    for (const input of [{}, [{ role: 'user' }], undefined])
      expect(((await caught(new Parrot().invoke(input as never))) as Error).message).to.match(
        /^\[R306\] Parrot expects messages: texts, \[role, content\] or \{ role, content \}, got /,
      );
  });

  it('C2.25 streams one chunk where it only has generate', async () => {
    const chunks = await collect(new Parrot().stream('hi'));
    expect(chunks).to.deep.equal([new AIMessageChunk('hi')]);
    const called = new FakeChatModel({
      responses: [
        new AIMessage({ content: 'x', id: 'i', toolCalls: [{ id: '1', name: 'f', args: { a: 1 } }] }),
      ],
    });
    const [chunk] = await collect(called.stream('hi'));
    expect(chunk).to.be.instanceOf(AIMessageChunk);
    expect(chunk?.toolCalls).to.deep.equal([{ id: '1', name: 'f', args: { a: 1 } }]);
  });

  it('A0.7 answers with the sum of its chunks where it only has generateStream', async () => {
    const answer = await new Speller().invoke('abc');
    expect(answer).to.deep.equal(
      new AIMessage({ content: 'abc', usage: { inputTokens: 0, outputTokens: 3, totalTokens: 3 } }),
    );
    expect(answer).not.to.be.instanceOf(AIMessageChunk);
  });

  it('says so where it has neither', async () => {
    class Nothing extends ChatModel {}
    const message = '[A102] Nothing: generate must be implemented, or else generateStream, got undefined.';
    expect(((await caught(new Nothing().invoke('x'))) as Error).message).to.equal(message);
    expect(((await caught(collect(new Nothing().stream('x')))) as Error).message).to.equal(message);
  });

  it('cannot answer synchronously where it answers later', () => {
    expect(() => new Speller().invokeSync('x')).to.throw(
      '[R303] invokeSync needs synchronous steps, but Speller',
    );
  });

  describe('prompt | model | parser', () => {
    const prompt = ChatPromptTemplate.fromMessages([
      ['system', 'Spell.'],
      ['human', '{text}'],
    ]);

    it('invokes, and streams the chunks of the model through the parser', async () => {
      const chain = RunnableSequence.from([prompt, new Speller(), new StringOutputParser()]);
      expectTypeOf(chain.invoke).returns.resolves.toEqualTypeOf<string>();
      expect(await chain.invoke({ text: 'abc' })).to.equal('abc');
      expect(await collect(chain.stream({ text: 'abc' }))).to.deep.equal(['a', 'b', 'c']);
      expect(await chain.batch(['x', 'yz'])).to.deep.equal(['x', 'yz']);
    });

    it('closes the model when its reader leaves', async () => {
      const model = new Speller();
      for await (const chunk of RunnableSequence.from([prompt, model, new StringOutputParser()]).stream(
        'abc',
      )) {
        expect(chunk).to.equal('a');
        break;
      }
      expect(model.closed).to.equal(1);
    });
  });

  describe('options', () => {
    it('are those of the call over those bound', async () => {
      const model = new FakeChatModel<SpellOptions>({ responses: ['x'] });
      const bound = model.withOptions({ stop: ['.'], by: 1 }).withOptions({ by: 2 });
      await bound.invoke('a');
      await bound.invoke('a', undefined, { by: 3 });
      await collect(bound.stream('a'));
      expect(model.calls.map(({ options }) => options)).to.deep.equal([
        { stop: ['.'], by: 2 },
        { stop: ['.'], by: 3 },
        { stop: ['.'], by: 2 },
      ]);
      expect(bound.getName()).to.equal('FakeChatModel');
      // @ts-expect-error -- no such option
      model.withOptions({ bye: 1 });
    });

    it('that are undefined do not stand in place of those bound', async () => {
      const model = new FakeChatModel<SpellOptions>({ responses: ['x'] });
      const bound = model.withOptions({ stop: ['.'], by: 1 }).withOptions({ by: undefined });
      await bound.invoke('a', undefined, { stop: undefined });
      await collect(bound.stream('a', undefined, { stop: undefined }));
      expect(model.calls.map(({ options }) => options)).to.deep.equal([
        { stop: ['.'], by: 1 },
        { stop: ['.'], by: 1 },
      ]);
    });

    it('may be bound as the arguments of any runnable', async () => {
      const model = new FakeChatModel({ responses: ['x'] });
      await model.bind({ stop: ['.'] }).invoke('a', undefined, { toolChoice: 'none' });
      expect(model.calls[0]?.options).to.deep.equal({ stop: ['.'], toolChoice: 'none' });
    });

    it('reach the model within a chain by withOptions', async () => {
      const chain = new Speller().withOptions({ by: 2 }).pipe(new StringOutputParser());
      expect(await collect(chain.stream('abc'))).to.deep.equal(['ab', 'c']);
    });
  });

  describe('bindTools', () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };

    it('tells the model of tools in every form', async () => {
      const model = new FakeChatModel({ responses: ['x'] });
      const runnable = {
        getName: () => 'third',
        getInputJsonSchema: () => parameters,
        description: 'Three.',
      };
      await model
        .bindTools(
          [
            { name: 'first', description: 'One.', parameters },
            { type: 'function', function: { name: 'second', description: 'Two.' } },
            runnable,
          ],
          { toolChoice: { name: 'first' } },
        )
        .invoke('Hi');
      expect(model.calls[0]?.options).to.deep.equal({
        tools: [
          { name: 'first', description: 'One.', parameters },
          { name: 'second', description: 'Two.', parameters: { type: 'object', properties: {} } },
          { name: 'third', description: 'Three.', parameters },
        ],
        toolChoice: { name: 'first' },
      });
    });

    it('names the position of what is no tool', () => {
      expect(() => new Parrot().bindTools([{ name: 'x', parameters }, 42 as never])).to.throw(
        '[A102] Parrot.bindTools, position 2: the value must be a tool, or { name, description, parameters }, got 42 (number).',
      );
    });
  });

  it('gives generate the context of the run', async () => {
    const seen: unknown[] = [];
    class Curious extends ChatModel {
      override async generate(_: readonly Message[], __: object, ctx: RunContext): Promise<string> {
        seen.push(ctx.tags, ctx.kwargs);
        return (await new Parrot().invoke('inner')).text;
      }
    }
    await new Curious().invoke('x', { tags: ['t'] }, { stop: 's' });
    expect(seen).to.deep.equal([['t'], { stop: 's' }]);
  });
});

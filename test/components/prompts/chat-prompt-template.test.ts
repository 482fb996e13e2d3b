import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import {
  AIMessage,
  ChatMessage,
  ChatPromptTemplate,
  FewShotChatMessagePromptTemplate,
  HumanMessage,
  MessagesPlaceholder,
  RunnableParallel,
  SystemMessage,
  type Message,
  type MessagesValue,
  type TemplateValue,
} from 'runwright';
import type { Runnable } from '../../../src/plan/runnable.js';

describe('ChatPromptTemplate', () => {
  it('C2.27 is a runnable: makes messages of templates', async () => {
    const prompt = ChatPromptTemplate.fromMessages([
      ['system', 'You translate into {language}.'],
      ['human', '{text}'],
      ['ai', 'In {language}:'],
      ['developer', 'brief'],
      { role: 'user', content: 'Now, {text}!' },
      'Please.',
    ]);
    expectTypeOf(prompt).toExtend<Runnable<{ language: TemplateValue; text: TemplateValue }, Message[]>>();
    expect(prompt.inputVariables).to.deep.equal(['language', 'text']);
    expect(await prompt.invoke({ language: 'French', text: 'Good morning' })).to.deep.equal([
      new SystemMessage('You translate into French.'),
      new HumanMessage('Good morning'),
      new AIMessage('In French:'),
      new ChatMessage({ role: 'developer', content: 'brief' }),
      new HumanMessage('Now, Good morning!'),
      new HumanMessage('Please.'),
    ]);
  });

  it('takes messages as they are: their text is no template', async () => {
    const prompt = ChatPromptTemplate.fromMessages([new SystemMessage('{literally}'), '{x}']);
    expectTypeOf<Parameters<typeof prompt.invoke>[0]>().toEqualTypeOf<
      { readonly x: TemplateValue } | string
    >();
    expect((await prompt.invoke('1')).map(({ text }) => text)).to.deep.equal(['{literally}', '1']);
  });

  it('fills every text of content in parts', async () => {
    const prompt = ChatPromptTemplate.fromMessages([
      [
        'human',
        [
          { type: 'text', text: 'What is {thing}?' },
          { type: 'image_url', image_url: { url: '{url}', detail: 'low' } },
        ],
      ],
    ]);
    expectTypeOf<Parameters<typeof prompt.invoke>[0]>().toEqualTypeOf<{
      readonly thing: TemplateValue;
      readonly url: TemplateValue;
    }>();
    expect(await prompt.invoke({ thing: 'this', url: 'https://example.com/a.png' })).to.deep.equal([
      new HumanMessage([
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
      ]),
    ]);
  });

  describe('MessagesPlaceholder', () => {
    it('stands for messages, in whatever form they are given', async () => {
      const prompt = ChatPromptTemplate.fromMessages([new MessagesPlaceholder('history'), ['human', '{q}']]);
      expectTypeOf<Parameters<typeof prompt.invoke>[0]>().toEqualTypeOf<{
        readonly history: MessagesValue;
        readonly q: TemplateValue;
      }>();
      const history = [new HumanMessage('hi'), ['ai', 'hello'], { role: 'user', content: 'well' }] as const;
      expect(await prompt.invoke({ history, q: 'so?' })).to.deep.equal([
        new HumanMessage('hi'),
        new AIMessage('hello'),
        new HumanMessage('well'),
        new HumanMessage('so?'),
      ]);
    });

    it('must be given, unless it is optional', async () => {
      const required = ChatPromptTemplate.fromMessages([new MessagesPlaceholder('history'), '{q}']);
      const error = await required.invoke({ q: 'x' } as never).catch((thrown: unknown) => thrown);
      expect((error as Error).message).to.include('no value for "history". Given: q.');
      const optional = ChatPromptTemplate.fromMessages([
        new MessagesPlaceholder({ variableName: 'history', optional: true }),
        ['placeholder', '{more}'],
        ['human', '{q}'],
      ]);
      expectTypeOf<Parameters<typeof optional.invoke>[0]>().toEqualTypeOf<{
        readonly history?: MessagesValue;
        readonly more?: MessagesValue;
        readonly q: TemplateValue;
      }>();
      expect(optional.inputVariables).to.deep.equal(['q']);
      expectTypeOf(optional.inputVariables).toEqualTypeOf<readonly 'q'[]>();
      expect(optional.optionalVariables).to.deep.equal(['history', 'more']);
      expect(await optional.invoke({ q: 'x' })).to.deep.equal([new HumanMessage('x')]);
    });

    it('says which placeholder was given no messages', () => {
      const prompt = ChatPromptTemplate.fromMessages([new MessagesPlaceholder('history'), '{q}']);
      expect(() => prompt.invokeSync({ history: [42 as never], q: 'x' })).to.throw(
        '[R306] The placeholder "history" expects messages: texts, [role, content] or { role, content }, got 42 (number).',
      );
    });

    it('takes a list of messages alone where it is the only variable', async () => {
      const prompt = ChatPromptTemplate.fromMessages([
        new SystemMessage('s'),
        new MessagesPlaceholder('history'),
      ]);
      expect(await prompt.invoke([new HumanMessage('hi')])).to.deep.equal([
        new SystemMessage('s'),
        new HumanMessage('hi'),
      ]);
    });
  });

  it('contains other prompts, with what is bound to them', async () => {
    const system = ChatPromptTemplate.fromMessages([['system', '{persona}, {tone}']]).partial({
      tone: async () => 'kind',
    });
    const prompt = ChatPromptTemplate.fromMessages([system, ['human', '{q}']]);
    expectTypeOf<Parameters<typeof prompt.invoke>[0]>().toEqualTypeOf<{
      readonly persona: TemplateValue;
      readonly q: TemplateValue;
    }>();
    expect(prompt.inputVariables).to.deep.equal(['persona', 'q']);
    expect((await prompt.invoke({ persona: 'Ann', q: 'x' })).map(({ text }) => text)).to.deep.equal([
      'Ann, kind',
      'x',
    ]);
  });

  it('shows examples as messages', async () => {
    const shots = new FewShotChatMessagePromptTemplate({
      examples: [
        { input: '2 + 2', output: '4' },
        { input: '2 + 3', output: '5' },
      ],
      examplePrompt: ChatPromptTemplate.fromMessages([
        ['human', '{input}'],
        ['ai', '{output}'],
      ]),
    });
    const prompt = ChatPromptTemplate.fromMessages([['system', 'Add.'], shots, ['human', '{sum}']]);
    expectTypeOf<Parameters<typeof prompt.invoke>[0]>().toEqualTypeOf<
      { readonly sum: TemplateValue } | string
    >();
    expect((await prompt.invoke('1 + 1')).map(({ type, text }) => `${type} ${text}`)).to.deep.equal([
      'system Add.',
      'human 2 + 2',
      'ai 4',
      'human 2 + 3',
      'ai 5',
      'human 1 + 1',
    ]);
  });

  it('chooses examples by the input', async () => {
    const shots = new FewShotChatMessagePromptTemplate({
      inputVariables: ['topic'],
      exampleSelector: { selectExamples: async ({ topic }) => [{ input: topic, output: '!' }] },
      examplePrompt: ChatPromptTemplate.fromMessages([['human', '{input}{output}']]),
    });
    const prompt = ChatPromptTemplate.fromMessages([shots, '{q}']);
    expectTypeOf<keyof Exclude<Parameters<typeof prompt.invoke>[0], string>>().toEqualTypeOf<'topic' | 'q'>();
    expect((await prompt.invoke({ topic: 'bees', q: '?' })).map(({ text }) => text)).to.deep.equal([
      'bees!',
      '?',
    ]);
  });

  it('takes the sum of the chunks of a stream', async () => {
    const chain = RunnableParallel.from({
      a: async function* (texts: AsyncIterable<string>) {
        for await (const text of texts) yield* [text, text];
      },
      b: (text: string) => text,
    }).pipe(ChatPromptTemplate.fromMessages(['{a} {b}']));
    const chunks: Message[][] = [];
    for await (const chunk of chain.stream('x')) chunks.push(chunk);
    expect(chunks).to.deep.equal([[new HumanMessage('xx x')]]);
  });

  it('names the entry that is none, or whose template is faulty', () => {
    expect(() => ChatPromptTemplate.fromMessages(['ok', 42 as never])).to.throw(
      '[A102] ChatPromptTemplate: entry 2 must be text, [role, template], a message, a MessagesPlaceholder or another prompt of messages, got 42 (number).',
    );
    expect(() => ChatPromptTemplate.fromMessages(['ok', '{a.b}'], { name: 'Ask' })).to.throw(
      '[A102] Ask: entry 2 must be a template whose variables are plain names; "{a.b}" is not one',
    );
    expect(() => ChatPromptTemplate.fromMessages([['placeholder', 'history']])).to.throw(
      "entry 1 must be a placeholder such as ['placeholder', '{history}']",
    );
  });
});

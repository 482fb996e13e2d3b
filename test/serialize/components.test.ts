import { expect } from 'chai';
import {
  AIMessage,
  BooleanOutputParser,
  ChatPromptTemplate,
  CommaSeparatedListOutputParser,
  EnumOutputParser,
  FewShotChatMessagePromptTemplate,
  FewShotPromptTemplate,
  HumanMessage,
  JsonOutputParser,
  load,
  LoadError,
  MarkdownListOutputParser,
  MessagesPlaceholder,
  NumberedListOutputParser,
  PromptTemplate,
  RunnablePassthrough,
  StringOutputParser,
  StructuredOutputParser,
  ToolCallParser,
  XMLOutputParser,
  type AnyRunnable,
  type Runnable,
} from 'runwright';
import { z } from 'zod';
import { caught } from '../support/caught.js';

type Some = Runnable<unknown, unknown>;

const word = PromptTemplate.fromTemplate('{word} -> {opposite}');
const chat = ChatPromptTemplate.fromMessages([
  'You like {animal}.',
  ['system', 'Answer in {language}.'],
  ['placeholder', '{history}'],
  new MessagesPlaceholder('examples'),
  { role: 'developer', content: [{ type: 'text', text: 'Be {mood}.' }] },
  new AIMessage({ content: 'Braces {as they are}', toolCalls: [{ name: 'f', args: { a: 1 } }] }),
  new FewShotChatMessagePromptTemplate({
    examples: [{ input: '2 + 2', output: '4' }],
    examplePrompt: ChatPromptTemplate.fromMessages([
      ['human', '{input}'],
      ['ai', '{output}'],
    ]),
  }),
  ChatPromptTemplate.fromTemplate('{question}'),
]).partial({ animal: 'cats' });

const asked = {
  word: 'hot',
  opposite: 'cold',
  language: 'French',
  history: [new HumanMessage('Hi')],
  examples: [],
  mood: 'brief',
  question: 'Why?',
};

const sum = StructuredOutputParser.from({ type: 'object', properties: { a: { type: 'number' } } });

const COMPONENTS: readonly (readonly [component: AnyRunnable, input: unknown])[] = [
  [word, asked],
  [word.partial({ opposite: 'warm' }), 'cold'],
  [new PromptTemplate({ template: '{{word}}!', templateFormat: 'mustache', name: 'shout' }), asked],
  [chat, asked],
  [chat.named('ask'), asked],
  [
    FewShotPromptTemplate.from({
      prefix: 'Opposites.',
      examples: [{ word: 'hot', opposite: 'cold' }],
      examplePrompt: word,
      suffix: '{word} ->',
    }),
    asked,
  ],
  [new StringOutputParser('text'), 'x'],
  [new JsonOutputParser(), '{"a":1}'],
  [new CommaSeparatedListOutputParser(), 'a, b'],
  [new MarkdownListOutputParser(), '- a\n- b'],
  [new NumberedListOutputParser(), '1. a\n2. b'],
  [new EnumOutputParser(['a', 'b']), 'A'],
  [new BooleanOutputParser({ trueValue: 'OUI', falseValue: 'NON' }), 'oui'],
  [new XMLOutputParser({ tags: ['a'] }), '<a>b</a>'],
  [sum, '{"a":1}'],
  [
    new ToolCallParser('sum', sum),
    new AIMessage({ content: '', toolCalls: [{ name: 'sum', args: { a: 1 } }] }),
  ],
  [
    new RunnablePassthrough<{ a: number }>().asTool({
      name: 'through',
      description: 'Gives what it gets.',
      argTypes: { a: Number },
    }),
    '{"a":1}',
  ],
  [
    new RunnablePassthrough<string>().asTool({ name: 'text', schema: String, unknownProperties: 'strip' }),
    'x',
  ],
  [new RunnablePassthrough().withTimeout({ total: 1000, idle: 500 }), 'x'],
];

describe('components in their serialised form', () => {
  for (const [component, input] of COMPONENTS) {
    it(`A23.5 ${component.getName()} is written and built again, and does the same`, async () => {
      const text = JSON.stringify(component);
      const again = await load(text);
      expect(again.constructor).to.equal(component.constructor);
      expect(JSON.stringify(again)).to.equal(text);
      expect(await again.invoke(input)).to.deep.equal(await (component as Some).invoke(input));
      expect(again.getInputJsonSchema()).to.deep.equal(component.getInputJsonSchema());
    });
  }

  it('A23.3 leave out what they are by default', () => {
    expect(JSON.parse(JSON.stringify(PromptTemplate.fromTemplate('{a}')))).to.deep.equal({
      lc: 1,
      type: 'constructor',
      id: ['runwright', 'components', 'PromptTemplate'],
      kwargs: { template: '{a}' },
      name: 'PromptTemplate',
    });
    expect(new BooleanOutputParser().toJSON()).to.have.property('kwargs').that.deep.equals({});
  });

  it('A23.1 are not written down where code is a part of them, nor are classes that extend them', async () => {
    class Loud extends StringOutputParser {
      override parse(text: string): string {
        return text.toUpperCase();
      }
    }
    const selector = { selectExamples: () => [] };
    const code = [
      new Loud(),
      StructuredOutputParser.from(z.object({ a: z.number() })),
      FewShotPromptTemplate.from({ exampleSelector: selector, examplePrompt: word, suffix: '{word}' }),
      new RunnablePassthrough<{ a: number }>().asTool({ name: 't', schema: z.object({ a: z.number() }) }),
    ];
    for (const runnable of code) expect(runnable.toJSON()).to.have.property('type', 'not_implemented');
    const partial = PromptTemplate.fromTemplate('{a} {b}').partial({ a: () => 'now' });
    expect(await caught(load(JSON.stringify(partial)))).to.be.an.instanceOf(LoadError);
  });

  it('refuse what they cannot be made of, naming the place', async () => {
    const entry = (type: string, kwargs: object): object => ({
      lc: 1,
      type: 'constructor',
      id: ['runwright', 'components', type],
      kwargs,
    });
    const faults: readonly (readonly [string, object])[] = [
      ['PromptTemplate: template must be', entry('PromptTemplate', { template: '{a' })],
      [
        'extra of PromptTemplate is not what one can be made of',
        entry('PromptTemplate', { template: 'a', extra: 1 }),
      ],
      ['promptMessages must be', entry('ChatPromptTemplate', { promptMessages: 5 })],
      [
        'promptMessages of ChatPromptTemplate is not',
        entry('ChatPromptTemplate', {
          promptMessages: [{ message: { type: 'human', content: 'x', extra: 1 } }],
        }),
      ],
      ['values must be', entry('EnumOutputParser', { values: [] })],
      ['no class is registered for runwright.components.Process', entry('Process', {})],
      ['no class is registered for runwright.components.constructor', entry('constructor', {})],
    ];
    for (const [message, document] of faults) {
      const sequence = {
        lc: 1,
        type: 'constructor',
        id: ['langchain', 'schema', 'runnable', 'RunnableSequence'],
        kwargs: { first: document, last: new RunnablePassthrough() },
      };
      const error = (await caught(load(sequence))) as Error;
      expect(error, message).to.be.an.instanceOf(LoadError);
      expect(error.message).to.contain('Cannot load kwargs.first: ').and.to.contain(message);
    }
  });
});

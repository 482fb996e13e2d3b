import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import {
  AIMessage,
  AIMessageChunk,
  ChatMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
  coerceMessage,
  coerceMessages,
  isMessage,
  type Message,
  type ToolCall,
} from 'runwright';

describe('messages', () => {
  it('takes its content alone, or all its fields', () => {
    expect(new HumanMessage('hi')).to.deep.equal(new HumanMessage({ content: 'hi' }));
    const named = new SystemMessage({ content: 'be brief', name: 'setup', id: 's1' });
    expect([named.type, named.content, named.name, named.id]).to.deep.equal([
      'system',
      'be brief',
      'setup',
      's1',
    ]);
  });

  it('has no fields that were not given', () => {
    expect(Object.keys(new HumanMessage('hi')).sort()).to.deep.equal(['content', 'type']);
  });

  it('gives the text of content in parts', () => {
    const message = new HumanMessage([
      { type: 'text', text: 'What ' },
      { type: 'image', url: 'https://example.com/a.png' },
      { type: 'text', text: 'is this?' },
    ]);
    expect(message.text).to.equal('What is this?');
    expect(String(message)).to.equal('What is this?');
  });

  it('is narrowed by its type', () => {
    const message = coerceMessage({ role: 'assistant', content: 'yes' });
    expectTypeOf(message).toEqualTypeOf<Message>();
    if (message.type !== 'ai') throw new Error('not narrowed');
    expectTypeOf(message).toEqualTypeOf<AIMessage>();
    expectTypeOf(message.toolCalls).toEqualTypeOf<readonly ToolCall[]>();
    expect(message.toolCalls).to.deep.equal([]);
  });

  const all: Message[] = [
    new SystemMessage('s'),
    new HumanMessage({ content: [{ type: 'text', text: 'h' }], name: 'Ann' }),
    new AIMessage({
      content: 'a',
      toolCalls: [{ id: '1', name: 'add', args: { a: 1 } }],
      invalidToolCalls: [{ id: '2', name: 'add', args: '{', error: 'bad' }],
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      responseMetadata: { model: 'm' },
      additionalKwargs: { k: [1] },
    }),
    new ToolMessage({ content: 't', toolCallId: '1', status: 'error', artifact: { rows: 2 } }),
    new ChatMessage({ content: 'd', role: 'developer' }),
  ];
  for (const message of all) {
    it(`survives JSON: ${message.type}`, () => {
      const back = coerceMessage(JSON.parse(JSON.stringify(message)));
      expect(back).to.deep.equal(message);
      expect(back.constructor).to.equal(message.constructor);
      expect(isMessage(back)).to.equal(true);
    });
  }

  describe('coercion', () => {
    it('takes a text as a human message', () => {
      expect(coerceMessage('hi')).to.deep.equal(new HumanMessage('hi'));
    });

    it("knows LangChain's and OpenAI's names of the roles", () => {
      const types = ['system', 'human', 'user', 'ai', 'assistant', 'developer'].map(
        (role) => coerceMessage([role, 'x']).type,
      );
      expect(types).to.deep.equal(['system', 'human', 'human', 'ai', 'ai', 'generic']);
    });

    it('takes an answer without content, as OpenAI writes one that only calls tools', () => {
      expect(coerceMessage({ role: 'assistant', content: null as never }).content).to.equal('');
    });

    it('takes a message of LangChain.js whose fields are null, as one read from JSON has them', () => {
      const empty = { id: null, name: null, additional_kwargs: null, response_metadata: null };
      const answer = { ...empty, tool_calls: null, invalid_tool_calls: null, usage_metadata: null };
      const messages = [
        { ...answer, content: 'a', _getType: () => 'ai' },
        { ...answer, content: 'a', _getType: () => 'ai', concat: () => undefined, tool_call_chunks: null },
        {
          ...empty,
          content: 't',
          _getType: () => 'tool',
          tool_call_id: '1',
          status: null,
          artifact: null,
          metadata: null,
        },
      ].map((message) => coerceMessage(message));
      expect(messages[0]).to.deep.equal(new AIMessage('a'));
      expect(messages[1]).to.deep.equal(new AIMessageChunk('a'));
      expect(messages[2]).to.deep.equal(new ToolMessage({ content: 't', toolCallId: '1' }));
    });

    it('tells one [role, content] from a list of texts', () => {
      expect(coerceMessages(['human', 'hi'])).to.deep.equal([new HumanMessage('hi')]);
      expect(coerceMessages(['hello', 'there'])).to.deep.equal([
        new HumanMessage('hello'),
        new HumanMessage('there'),
      ]);
      expect(coerceMessages([['system', 's'], 'h'])).to.deep.equal([
        new SystemMessage('s'),
        new HumanMessage('h'),
      ]);
    });

    it('keeps a message as it is', () => {
      const message = new AIMessage('x');
      expect(coerceMessages(message)[0]).to.equal(message);
    });

    it('says what is wrong with anything else', () => {
      expect(() => coerceMessage(42 as never)).to.throw(
        'A conversation expects messages: texts, [role, content] or { role, content }, got 42 (number).',
      );
      expect(() => coerceMessage({ role: 'tool', content: 'x' })).to.throw(
        'A tool message expects the toolCallId of the call it answers',
      );
    });
  });
});

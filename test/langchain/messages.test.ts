import { expect } from 'chai';
import fc from 'fast-check';
import {
  AIMessage,
  AIMessageChunk,
  ChatMessage,
  HumanMessage,
  InvalidInputError,
  SystemMessage,
  ToolMessage,
  addChunks,
  coerceMessages,
  type Message,
} from 'runwright';
import {
  fromLangChainMessage,
  fromLangChainMessages,
  toLangChainMessage,
  toLangChainMessages,
} from 'runwright/langchain';
import { thrownBy } from '../support/thrown.js';
import { copies } from './copies.js';

const everything = [
  new SystemMessage({ content: 'Be brief.', id: 's1' }),
  new HumanMessage({ content: 'Hi', name: 'Ann', additionalKwargs: { vip: true } }),
  new HumanMessage([
    { type: 'text', text: 'Look:' },
    { type: 'image', url: 'https://example.com/a.png' },
    { type: 'image_url', image_url: { url: 'https://example.com/b.png' } },
  ]),
  new AIMessage({
    content: 'Let me see.',
    id: 'a1',
    toolCalls: [{ id: 'c1', name: 'add', args: { a: 1, b: 2 } }],
    invalidToolCalls: [{ id: 'c2', name: 'add', args: '{"a":', error: 'cut off' }],
    usage: {
      inputTokens: 10,
      outputTokens: 5,
      totalTokens: 15,
      inputTokenDetails: { cacheRead: 4, cacheCreation: 1, audio: 2 },
      outputTokenDetails: { reasoning: 3 },
    },
    responseMetadata: { model_name: 'test', finish_reason: 'tool_calls' },
  }),
  new ToolMessage({
    content: '3',
    toolCallId: 'c1',
    name: 'add',
    status: 'success',
    artifact: { steps: [1, 2] },
  }),
  new ToolMessage({ content: 'no', toolCallId: 'c2', status: 'error' }),
  new ChatMessage({ content: 'Mind the gap.', role: 'developer' }),
  new ChatMessage({ content: '42', role: 'function', name: 'answer' }),
];

const text = fc.string({ maxLength: 8 });
const word = fc.stringMatching(/^[a-z]{1,6}$/);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const json = fc.dictionary(word, fc.oneof(text, fc.integer(), fc.boolean()), { minKeys: 1, maxKeys: 3 });
const content = fc.oneof(
  text,
  fc.array(
    fc.oneof(
      fc.record({ type: fc.constant('text'), text }),
      fc.record({ type: fc.constant('image'), data: word, mimeType: fc.constant('image/png') }),
      fc.record({ type: fc.constant('reasoning'), reasoning: text }),
      fc.record({ type: fc.constant('provider_part'), value: json }),
    ),
    { maxLength: 3 },
  ),
);
const base = { content, id: maybe(word), name: maybe(word), additionalKwargs: maybe(json) };
const counts = fc.record({ inputTokens: fc.nat(99), outputTokens: fc.nat(99), totalTokens: fc.nat(198) });
const details = (...kinds: string[]): fc.Arbitrary<Record<string, number> | undefined> =>
  maybe(fc.dictionary(fc.constantFrom(...kinds), fc.nat(9), { minKeys: 1 }));
const usage = fc
  .tuple(counts, details('cacheRead', 'cacheCreation', 'audio'), details('audio', 'reasoning'))
  .map(([sums, input, output]) => ({
    ...sums,
    ...(input && { inputTokenDetails: input }),
    ...(output && { outputTokenDetails: output }),
  }));
const toolCalls = fc.array(fc.record({ id: word, name: word, args: json }), { maxLength: 2 });
const invalidToolCalls = fc.array(fc.record({ id: word, name: word, args: text, error: text }), {
  maxLength: 2,
});

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record(base).map((fields) => new SystemMessage(fields)),
  fc.record(base).map((fields) => new HumanMessage(fields)),
  fc
    .record({ ...base, toolCalls, invalidToolCalls, usage: maybe(usage), responseMetadata: maybe(json) })
    .map((fields) => new AIMessage(fields)),
  fc
    .record({
      ...base,
      toolCallId: word,
      status: maybe(fc.constantFrom('success' as const, 'error' as const)),
      artifact: maybe(json),
      metadata: maybe(json),
    })
    .map((fields) => new ToolMessage(fields)),
  fc.record({ ...base, role: word }).map((fields) => new ChatMessage(fields)),
);

/** Pieces of an answer whose sums can be compared: indexes as providers send them, and entries that come once. */
const pieces = fc
  .record({
    texts: fc.array(text, { minLength: 1, maxLength: 6 }),
    args: fc.array(fc.record({ index: fc.nat(2), args: text }), { maxLength: 6 }),
    usage,
    metadata: json,
  })
  .map(({ texts, args, usage: counted, metadata }) => {
    const calls = [0, 1, 2].map((index) => ({ index, id: `c${String(index)}`, name: 'add', args: '' }));
    return [
      new AIMessageChunk({ content: '', id: 'a1', toolCallChunks: calls }),
      ...texts.map((piece) => new AIMessageChunk(piece)),
      ...args.map((piece) => new AIMessageChunk({ content: '', toolCallChunks: [piece] })),
      new AIMessageChunk({ content: '', usage: counted, responseMetadata: metadata }),
    ];
  });

for (const { version, core, messages } of copies) {
  describe(`Messages from and to LangChain.js ${version}`, () => {
    it('converts every kind of message to its class and back, with all it says', () => {
      const theirs = toLangChainMessages<Message>(everything, core);
      expect(theirs.map((each) => each.constructor)).to.deep.equal([
        messages.SystemMessage,
        messages.HumanMessage,
        messages.HumanMessage,
        messages.AIMessage,
        messages.ToolMessage,
        messages.ToolMessage,
        messages.ChatMessage,
        messages.FunctionMessage,
      ]);
      expect(fromLangChainMessages(theirs)).to.deep.equal(everything);
    });

    it('writes tool calls and usage as LangChain.js does', () => {
      const answer = toLangChainMessage(everything[3] as AIMessage, core);
      expect(answer.tool_calls).to.deep.equal([
        { type: 'tool_call', id: 'c1', name: 'add', args: { a: 1, b: 2 } },
      ]);
      expect(answer.invalid_tool_calls).to.deep.equal([
        { type: 'invalid_tool_call', id: 'c2', name: 'add', args: '{"a":', error: 'cut off' },
      ]);
      expect(answer.usage_metadata).to.deep.equal({
        input_tokens: 10,
        output_tokens: 5,
        total_tokens: 15,
        input_token_details: { cache_read: 4, cache_creation: 1, audio: 2 },
        output_token_details: { reasoning: 3 },
      });
      expect(answer.response_metadata).to.deep.equal({ model_name: 'test', finish_reason: 'tool_calls' });
    });

    it('loses nothing on the way there and back, whatever a message says', () => {
      fc.assert(
        fc.property(message, (ours) => {
          expect(fromLangChainMessage(toLangChainMessage(ours, core))).to.deep.equal(ours);
        }),
        { numRuns: 200 },
      );
    });

    it('loses nothing of a message that was theirs first', () => {
      fc.assert(
        fc.property(message, (ours) => {
          const theirs = toLangChainMessage(ours, core);
          const again = toLangChainMessage(fromLangChainMessage(theirs), core);
          expect(again.toDict()).to.deep.equal(theirs.toDict());
        }),
        { numRuns: 100 },
      );
    });

    it('converts chunks that add up to the same on both sides', () => {
      fc.assert(
        fc.property(pieces, (chunks) => {
          const theirs = chunks.map((chunk) => toLangChainMessage(chunk, core));
          const sum = theirs.reduce((left, right) => left.concat(right));
          expect(fromLangChainMessage(sum)).to.deep.equal(addChunks(chunks));
          expect(addChunks(theirs.map(fromLangChainMessage))).to.deep.equal(addChunks(chunks));
          expect(theirs[0]).to.be.instanceOf(messages.AIMessageChunk);
        }),
        { numRuns: 100 },
      );
    });

    it('adds up chunks of theirs in streams of ours', () => {
      const chunks = ['Hel', 'lo'].map((content) => new messages.AIMessageChunk({ content }));
      expect(addChunks(chunks)?.content).to.equal('Hello');
    });

    it('takes messages of theirs wherever messages stand', () => {
      const theirs = [new messages.SystemMessage('Be brief.'), new messages.HumanMessage('Hi')];
      expect(coerceMessages(theirs)).to.deep.equal([new SystemMessage('Be brief.'), new HumanMessage('Hi')]);
    });

    it('reads a chunk that calls tools as a whole', () => {
      const call = { type: 'tool_call' as const, id: 'c1', name: 'add', args: { a: 1 } };
      const chunk = fromLangChainMessage(new messages.AIMessageChunk({ content: '', tool_calls: [call] }));
      expect((chunk as AIMessageChunk).toolCalls).to.deep.equal([{ id: 'c1', name: 'add', args: { a: 1 } }]);
    });

    it('refuses a message that says nothing, by name', () => {
      const error = thrownBy(() => fromLangChainMessage(new messages.RemoveMessage({ id: 'a1' })));
      expect(error).to.be.instanceOf(InvalidInputError);
      expect(String(error)).to.contain('an instance of RemoveMessage');
    });
  });
}

describe('toLangChainMessage', () => {
  it('refuses what is no message, and says what came', () => {
    const error = thrownBy(() => toLangChainMessage({ content: 'Hi' } as never));
    expect(String(error)).to.equal(
      'InvalidInputError: [R306] toLangChainMessage expects a message of Runwright, got an object with content.',
    );
  });

  it('gives a message of its own, which may be changed there', () => {
    const ours = new HumanMessage({ content: [{ type: 'text', text: 'Hi' }], additionalKwargs: { a: 1 } });
    const theirs = toLangChainMessage(ours);
    (theirs.content as object[]).push({ type: 'text', text: '!' });
    theirs.additional_kwargs['a'] = 2;
    expect(ours.text).to.equal('Hi');
    expect(ours.additionalKwargs).to.deep.equal({ a: 1 });
  });
});

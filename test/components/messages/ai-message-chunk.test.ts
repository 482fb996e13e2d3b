import { expect } from 'chai';
import { AIMessage, AIMessageChunk, RunnableGenerator, RunnableLambda, type ContentPart } from 'runwright';
import { accumulate } from '../../../src/stream/add.js';
import { addChunks } from '../../../src/stream/fold.js';
import { fc } from '../../support/properties.js';

const sumOf = (chunks: readonly AIMessage[]): AIMessageChunk =>
  chunks.slice(1).reduce<AIMessageChunk>((sum, chunk) => sum.concat(chunk), chunks[0] as AIMessageChunk);

describe('AIMessageChunk', () => {
  it('C2.25 joins content, sums usage by field, keeps the first id, and extends tool calls', () => {
    const sum = new AIMessageChunk({
      content: 'a',
      usage: { inputTokens: 5, outputTokens: 1, totalTokens: 6, outputTokenDetails: { reasoning: 1 } },
      toolCalls: [{ id: '1', name: 'f', args: { x: 1 } }],
    })
      .concat(new AIMessageChunk({ content: 'b', id: 'first' }))
      .concat(
        new AIMessageChunk({
          content: '',
          id: 'second',
          usage: {
            inputTokens: 0,
            outputTokens: 2,
            totalTokens: 2,
            outputTokenDetails: { reasoning: 2, audio: 1 },
          },
          toolCalls: [{ id: '2', name: 'g', args: {} }],
        }),
      );
    expect(sum.content).to.equal('ab');
    expect(sum.id).to.equal('first');
    expect(sum.usage).to.deep.equal({
      inputTokens: 5,
      outputTokens: 3,
      totalTokens: 8,
      outputTokenDetails: { reasoning: 3, audio: 1 },
    });
    expect(sum.toolCalls).to.deep.equal([
      { id: '1', name: 'f', args: { x: 1 } },
      { id: '2', name: 'g', args: {} },
    ]);
  });

  it('A0.7 adds by its concat, of which neither summand is changed', () => {
    const [a, b] = [new AIMessageChunk('a'), new AIMessageChunk('b')];
    expect(addChunks([a, b])).to.deep.equal(new AIMessageChunk('ab'));
    expect([a.content, b.content]).to.deep.equal(['a', 'b']);
  });

  it('A0.7 is what a generator of chunks amounts to', async () => {
    const model = RunnableGenerator.from(async function* () {
      yield new AIMessageChunk('Hel');
      yield new AIMessageChunk('lo');
    });
    expect(await model.invoke('x')).to.deep.equal(new AIMessageChunk('Hello'));
    const length = model.pipe(RunnableLambda.from((message: AIMessage) => message.text.length));
    const lengths: number[] = [];
    for await (const chunk of length.stream('x')) lengths.push(chunk);
    expect(lengths).to.deep.equal([5]);
  });

  it('A0.3 does not add to what is no message: the later stays', () => {
    expect(addChunks<unknown>([new AIMessageChunk('a'), 'b'])).to.equal('b');
    expect(
      addChunks<unknown>([new AIMessageChunk('a'), new AIMessageChunk('b'), { concat: () => 1 }]),
    ).to.have.key('concat');
    expect(() => new AIMessageChunk('a').concat('b' as never)).to.throw(TypeError);
  });

  it('joins pieces of a tool call by their index', () => {
    const sum = sumOf([
      new AIMessageChunk({ content: '', toolCallChunks: [{ index: 0, id: 'a', name: 'add', args: '' }] }),
      new AIMessageChunk({ content: '', toolCallChunks: [{ index: 0, args: '{"x":' }] }),
      new AIMessageChunk({ content: '', toolCallChunks: [{ index: 1, id: 'b', name: 'now' }] }),
      new AIMessageChunk({ content: '', toolCallChunks: [{ index: 0, args: '1}' }] }),
    ]);
    expect(sum.toolCalls).to.deep.equal([
      { id: 'a', name: 'add', args: { x: 1 } },
      { id: 'b', name: 'now', args: {} },
    ]);
    expect(sum.invalidToolCalls).to.deep.equal([]);
  });

  it('never gives a tool call with half its arguments', () => {
    const growing = new AIMessageChunk({
      content: '',
      toolCallChunks: [{ index: 0, id: 'a', name: 'pay', args: '{"amount": 10' }],
    });
    expect(growing.toolCalls).to.deep.equal([]);
    expect(growing.invalidToolCalls).to.have.length(1);
    expect(growing.invalidToolCalls[0]).to.include({ id: 'a', name: 'pay', args: '{"amount": 10' });
    const list = new AIMessageChunk({ content: '', toolCallChunks: [{ name: 'pay', args: '[1]' }] });
    expect(list.invalidToolCalls[0]?.error).to.equal('The arguments of a tool call must be a JSON object.');
  });

  it('tells calls of the same index apart by their ids', () => {
    const sum = sumOf([
      new AIMessageChunk({ content: '', toolCallChunks: [{ index: 0, id: 'a', name: 'f', args: '{}' }] }),
      new AIMessageChunk({ content: '', toolCallChunks: [{ index: 0, id: 'b', name: 'g', args: '{}' }] }),
    ]);
    expect(sum.toolCalls.map(({ name }) => name)).to.deep.equal(['f', 'g']);
  });

  it('joins content in parts: by index, and running text and reasoning', () => {
    const chunk = (...content: ContentPart[]): AIMessageChunk => new AIMessageChunk(content);
    const sum = sumOf([
      new AIMessageChunk('Hm. '),
      chunk({ type: 'reasoning', reasoning: 'be' }),
      chunk({ type: 'reasoning', reasoning: 'cause' }),
      chunk({ type: 'text', text: 'Yes' }),
      new AIMessageChunk('.'),
      chunk({ type: 'image', url: 'u1' }, { type: 'image', url: 'u2' }),
      chunk({ type: 'constructor', data: 'a' }, { type: 'constructor', data: 'b' }),
      chunk({ type: 'custom', index: 7, id: 'x', data: 'aa' }),
      chunk({ type: 'custom', index: 7, id: 'x', data: 'bb' }),
    ]);
    expect(sum.content).to.deep.equal([
      { type: 'text', text: 'Hm. ' },
      { type: 'reasoning', reasoning: 'because' },
      { type: 'text', text: 'Yes.' },
      { type: 'image', url: 'u1' },
      { type: 'image', url: 'u2' },
      { type: 'constructor', data: 'a' },
      { type: 'constructor', data: 'b' },
      { type: 'custom', index: 7, id: 'x', data: 'aabb' },
    ]);
  });

  it('joins the text of provider arguments and keeps the later of response metadata', () => {
    const sum = sumOf([
      new AIMessageChunk({
        content: '',
        additionalKwargs: { thought: 'a', deep: { t: 'x' }, n: 1, list: [1] },
      }),
      new AIMessageChunk({
        content: '',
        additionalKwargs: { thought: 'b', deep: { t: 'y' }, n: 2, list: [2] },
        responseMetadata: { finish: 'stop' },
      }),
      new AIMessageChunk({ content: '', responseMetadata: { finish: 'stop', model: 'm' } }),
    ]);
    expect(sum.additionalKwargs).to.deep.equal({ thought: 'ab', deep: { t: 'xy' }, n: 2, list: [1, 2] });
    expect(sum.responseMetadata).to.deep.equal({ finish: 'stop', model: 'm' });
  });

  it('becomes a message, also as JSON', () => {
    const fields = {
      content: 'x',
      id: 'i',
      toolCalls: [{ id: '1', name: 'f', args: { a: 1 } }],
      usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
    };
    const message = new AIMessageChunk(fields).toMessage();
    expect(message).to.deep.equal(new AIMessage(fields));
    expect(message.constructor).to.equal(AIMessage);
    expect(JSON.stringify(new AIMessageChunk(fields))).to.equal(JSON.stringify(message));
  });

  it('leaves a sum that was read as it is when it goes on', () => {
    const entries = (n: number): AIMessageChunk =>
      new AIMessageChunk({
        content: [{ type: 'image', url: String(n) }],
        additionalKwargs: { list: [n], deep: { list: [n] } },
      });
    const sum = entries(1)[accumulate]();
    sum.add(entries(2));
    const early = sum.value as AIMessageChunk;
    sum.add(entries(3));
    expect(early.additionalKwargs).to.deep.equal({ list: [1, 2], deep: { list: [1, 2] } });
    expect(early.content).to.have.length(2);
    expect((sum.value as AIMessageChunk).additionalKwargs).to.deep.equal({
      list: [1, 2, 3],
      deep: { list: [1, 2, 3] },
    });
  });

  it('adds up alike however a stream is cut, two at a time or all at once', () => {
    const part = fc.oneof(
      fc.record({ type: fc.constant('text'), text: fc.string() }),
      fc.record({ type: fc.constant('reasoning'), reasoning: fc.string() }),
      fc.record({ type: fc.constant('x'), index: fc.nat(2), data: fc.string() }),
    );
    const chunk = fc.record(
      {
        content: fc.oneof(fc.string(), fc.array(part, { maxLength: 3 })),
        id: fc.string(),
        usage: fc.record({ inputTokens: fc.nat(), outputTokens: fc.nat(), totalTokens: fc.nat() }),
        additionalKwargs: fc.record(
          { thought: fc.string(), list: fc.array(fc.nat()), deep: fc.record({ text: fc.string() }) },
          { requiredKeys: [] },
        ),
        responseMetadata: fc.dictionary(fc.constantFrom('model', 'finishReason'), fc.string()),
        toolCallChunks: fc.array(fc.record({ index: fc.nat(2), args: fc.string() }), { maxLength: 2 }),
      },
      { requiredKeys: ['content'] },
    );
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 2, maxLength: 12 }), fc.nat(), (all, cut) => {
        const chunks = all.map((fields) => new AIMessageChunk(fields));
        const at = 1 + (cut % (chunks.length - 1));
        const whole = addChunks(chunks) as AIMessageChunk;
        const halves = sumOf(chunks.slice(0, at)).concat(sumOf(chunks.slice(at)));
        expect(halves.toJSON()).to.deep.equal(whole.toJSON());
      }),
      { examples: [[[' ', [], '', ''].map((content) => ({ content })), 0]] },
    );
  });

  // So many that an addition that copied the sum for each of them would not end in time. How long one takes is measured
  // by the benchmark `chunks`.
  describe('100,000 deltas add up in linear time', () => {
    const shapes: Record<string, (at: number) => AIMessageChunk> = {
      text: () => new AIMessageChunk('word '),
      'tool calls': () => new AIMessageChunk({ content: '', toolCallChunks: [{ index: 0, args: 'word ' }] }),
      'parts that join': () => new AIMessageChunk([{ type: 'text', text: 'word ' }]),
      'parts that do not join': (at) => new AIMessageChunk([{ type: 'image', url: String(at) }]),
      "lists among a provider's arguments": (at) =>
        new AIMessageChunk({ content: '', additionalKwargs: { deep: { list: [at] } } }),
    };
    function* deltas(make: (at: number) => AIMessageChunk, count: number): Generator<AIMessageChunk> {
      for (let at = 0; at < count; at += 1) yield make(at);
    }
    /** How much there is of whatever grows. */
    const sizeOf = ({ text, content, toolCallChunks: [call], additionalKwargs }: AIMessageChunk): number => {
      const { list } = (additionalKwargs?.['deep'] ?? {}) as { list?: unknown[] };
      return list?.length ?? call?.args?.length ?? (text.length || content.length);
    };

    for (const [name, make] of Object.entries(shapes)) {
      it(name, () => {
        const count = 100_000;
        const sum = addChunks(deltas(make, count)) as AIMessageChunk;
        expect(sizeOf(sum) / count).to.equal(sizeOf(make(0)));
      });
    }

    it('and two at a time to the same', () => {
      for (const make of Object.values(shapes)) {
        const chunks = [...deltas(make, 200)];
        expect(sumOf(chunks).toJSON()).to.deep.equal(addChunks(chunks)?.toJSON());
      }
    });
  });
});

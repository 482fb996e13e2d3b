import { expect } from 'chai';
import { AIMessage, AIMessageChunk, FakeChatModel, FakeStreamingChatModel, HumanMessage } from 'runwright';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import { fakeClock } from '../../support/fake-clock.js';

describe('FakeChatModel', () => {
  const clock = fakeClock();

  it('gives its responses in turn, over and over, and remembers what it was asked', async () => {
    const model = new FakeChatModel({ responses: ['a', new AIMessage({ content: 'b', id: '2' })] });
    const answers = [await model.invoke('1'), await model.invoke('2'), await model.invoke('3')];
    expect(answers.map(({ content, id }) => [content, id])).to.deep.equal([
      ['a', undefined],
      ['b', '2'],
      ['a', undefined],
    ]);
    expect(model.calls.map(({ messages }) => messages)).to.deep.equal([
      [new HumanMessage('1')],
      [new HumanMessage('2')],
      [new HumanMessage('3')],
    ]);
  });

  it('makes a response of each call by a function', async () => {
    const model = new FakeChatModel({
      responses: ({ messages }, count) => `${String(count)}: ${messages[0]?.text ?? ''}`,
    });
    expect((await model.batch(['x', 'y'])).map(({ text }) => text)).to.deep.equal(['0: x', '1: y']);
  });

  it('throws the very errors of its script', async () => {
    const error = new Error('overloaded');
    const model = new FakeChatModel({ responses: [error, ['partial', error], 'fine'] });
    expect(await caught(model.invoke('x'))).to.equal(error);
    expect(await caught(model.invoke('x'))).to.equal(error);
    expect((await model.invoke('x')).text).to.equal('fine');
  });

  it('answers after its delay, and not at all once the run is aborted', async () => {
    const model = new FakeChatModel({ responses: ['x', ['a', 100, 'b']], delayMs: 50 });
    let answer: AIMessage | undefined;
    void model.invoke('x').then((message) => (answer = message));
    await clock.pass(49);
    expect(answer).to.equal(undefined);
    await clock.pass(1);
    expect(answer?.text).to.equal('x');
    void model.invoke('x').then((message) => (answer = message));
    await clock.pass(150);
    expect(answer?.text).to.equal('ab');
    const controller = new AbortController();
    const aborted = caught(model.invoke('x', { signal: controller.signal }));
    await clock.pass(10);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await aborted).to.equal(reason);
    expect(clock.timers).to.equal(0);
  });

  it('needs a response', () => {
    expect(() => new FakeChatModel({ responses: [] })).to.throw(
      '[A102] FakeChatModel: responses must be a list of at least one, or a function, got an array of 0.',
    );
    expect(() => new FakeChatModel({} as never)).to.throw('or a function, got undefined.');
  });
});

describe('FakeStreamingChatModel', () => {
  const clock = fakeClock();

  it('streams a text word by word, and a message with all it has', async () => {
    const model = new FakeStreamingChatModel({
      responses: [
        ' to be, or\n not',
        new AIMessage({ content: 'a b', id: 'i', toolCalls: [{ name: 'f', args: {} }] }),
        '',
      ],
    });
    expect((await collect(model.stream('x'))).map(({ text }) => text)).to.deep.equal([
      ' ',
      'to ',
      'be, ',
      'or\n ',
      'not',
    ]);
    const chunks = await collect(model.stream('x'));
    expect(chunks.map(({ text }) => text)).to.deep.equal(['a ', 'b', '']);
    const sum = chunks.reduce((left, right) => left.concat(right));
    expect([sum.id, sum.text, sum.toolCalls]).to.deep.equal(['i', 'a b', [{ name: 'f', args: {} }]]);
    expect((await collect(model.stream('x'))).map(({ text }) => text)).to.deep.equal(['']);
    expect((await model.invoke('x')).text).to.equal(' to be, or\n not');
  });

  it('streams pieces, pauses and errors as they are listed', async () => {
    const error = new Error('cut off');
    const model = new FakeStreamingChatModel({ responses: [['a', 30, new AIMessageChunk('b'), error]] });
    const seen: string[] = [];
    const reading = caught(
      (async () => {
        for await (const { text } of model.stream('x')) seen.push(text);
      })(),
    );
    await clock.pass(29);
    expect(seen).to.deep.equal(['a']);
    await clock.pass(1);
    expect(await reading).to.equal(error);
    expect(seen).to.deep.equal(['a', 'b']);
  });

  it('times its tokens', async () => {
    const model = new FakeStreamingChatModel({ responses: ['a b c'], delayMs: 100, tokenDelayMs: 10 });
    const times: number[] = [];
    const start = clock.now;
    const reading = (async () => {
      for await (const _ of model.stream('x')) times.push(clock.now - start);
    })();
    await clock.passUntil(reading);
    expect(times).to.deep.equal([100, 110, 120]);
  });

  it('stops at once when the run is aborted', async () => {
    const model = new FakeStreamingChatModel({ responses: ['a b c'], tokenDelayMs: 10 });
    const controller = new AbortController();
    const seen: string[] = [];
    const reading = caught(
      (async () => {
        for await (const { text } of model.stream('x', { signal: controller.signal })) seen.push(text);
      })(),
    );
    await clock.pass(10);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await reading).to.equal(reason);
    expect(seen).to.deep.equal(['a ', 'b ']);
    expect(clock.timers).to.equal(0);
  });
});

import { expect } from 'chai';
import { RunnableGenerator, RunnableLambda, addChunks, addable } from 'runwright';
import { NOT_ADDABLE, add } from '../../src/stream/add.js';
import { collect } from '../support/collect.js';

class Message {
  constructor(readonly text: string) {}

  concat(other: Message): Message {
    return new Message(this.text + other.text);
  }
}

/** What a step that needs its whole input gets of chunks. */
async function folded(chunks: readonly unknown[]): Promise<unknown> {
  const [whole] = await collect(RunnableLambda.from((input: unknown) => [input]).transform(chunks));
  return whole?.[0];
}

describe('addition of chunks', () => {
  it('A0.1 joins text, sums numbers, concatenates lists, and merges addable objects key by key', async () => {
    expect(await folded(['a', 'b', 'c'])).to.equal('abc');
    expect(await folded([1, 2, 3])).to.equal(6);
    expect(await folded([1n, 2n])).to.equal(3n);
    expect(await folded([[1], [2, 3], []])).to.deep.equal([1, 2, 3]);
    expect(await folded([addable({ a: 'x', n: 1 }), addable({ a: 'y', n: 2 })])).to.deep.equal({
      a: 'xy',
      n: 3,
    });
  });

  it('A0.1 adds nothing else: booleans, dates, functions, maps', () => {
    const others = [true, new Date(0), () => 0, new Map(), Symbol('s'), undefined, null];
    for (const other of others) expect(add(other, other)).to.equal(NOT_ADDABLE);
  });

  it('A0.2 A25.16 a plain object is not addable: the last one stays; an addable one merges', async () => {
    expect(await folded([{ foo: 'a' }, { foo: 'n' }])).to.deep.equal({ foo: 'n' });
    expect(await folded([addable({ foo: 'a' }), addable({ foo: 'n' })])).to.deep.equal({ foo: 'an' });
    expect(await folded([addable({ foo: 'a' }), { foo: 'n' }])).to.deep.equal({ foo: 'n' });
  });

  it('A0.3 different types do not add, though JavaScript would: the addition begins anew', async () => {
    expect(await folded(['a', 1, 2])).to.equal(3);
    for (const [left, right] of [
      ['a', 1],
      [1, 'a'],
      [1, 1n],
      [[1], 'a'],
      ['a', ['a']],
      [{}, {}],
      [true, 1],
      [new Message('a'), 'b'],
      ['b', new Message('a')],
      [new Message('a'), ['b']],
    ]) {
      expect(add(left, right)).to.equal(NOT_ADDABLE);
    }
  });

  it('A0.4 a key without a value takes the other’s, values that do not add give way to the later', async () => {
    expect(
      await folded(
        [{ a: null }, { a: 'x', b: [1] }, { b: [2], a: null }, { c: { p: 1 } }, { c: { q: 2 } }].map(
          (chunk) => addable(chunk),
        ),
      ),
    ).to.deep.equal({ a: 'x', b: [1, 2], c: { q: 2 } });
    expect(
      await folded([addable({ c: addable({ p: 1 }) }), addable({ c: addable({ q: 2 }) })]),
    ).to.deep.equal({
      c: { p: 1, q: 2 },
    });
    expect(add(addable({ a: 1, b: 'x' }), addable({ a: 'y', b: undefined, c: 0 }))).to.deep.equal({
      a: 'y',
      b: 'x',
      c: 0,
    });
  });

  it('A0.5 nothing amounts to undefined, and a first chunk without a value counts for nothing yet', async () => {
    expect(addChunks([])).to.equal(undefined);
    expect(await folded([null, 'a', 'b'])).to.equal('ab');
    expect(await folded([undefined, 1, 2])).to.equal(3);
    expect(await folded([null])).to.equal(null);
  });

  it('A0.6 where an addition failed, it begins anew from the later chunk', async () => {
    expect(await folded([{ a: 1 }, 1, 2])).to.equal(3);
    expect(await folded([1, 2, { a: 1 }, { b: 2 }])).to.deep.equal({ b: 2 });
    expect(await folded(['a', 'b', [1], [2]])).to.deep.equal([1, 2]);
  });

  it('A0.7 a class decides by its concat', async () => {
    const whole = await folded([new Message('a'), new Message('b'), new Message('c')]);
    expect(whole).to.be.instanceOf(Message).with.property('text', 'abc');
  });

  it('changes no chunk', async () => {
    const chunks = [
      Object.freeze(addable({ list: Object.freeze([1]), inner: Object.freeze(addable({ text: 'a' })) })),
      Object.freeze(addable({ list: Object.freeze([2]), inner: Object.freeze(addable({ text: 'b' })) })),
    ];
    expect(await folded(chunks)).to.deep.equal({ list: [1, 2], inner: { text: 'ab' } });
    const lists = [Object.freeze([1]), Object.freeze([2]), Object.freeze([3])];
    expect(addChunks(lists)).to.deep.equal([1, 2, 3]);
  });

  it('takes a key named __proto__ for a key', async () => {
    const chunk = (text: string): object => addable(JSON.parse(`{ "__proto__": "${text}" }`) as object);
    const whole = (await folded([chunk('a'), chunk('b')])) as object;
    expect(Object.entries(whole)).to.deep.equal([['__proto__', 'ab']]);
    expect(Object.getPrototypeOf(whole)).to.equal(Object.prototype);
    expect(Object.entries(add(chunk('a'), chunk('b')) as object)).to.deep.equal([['__proto__', 'ab']]);
  });

  it('marks an addable object invisibly, and may do so twice', () => {
    const entries = { a: 1 };
    expect(addable(addable(entries))).to.equal(entries);
    expect(Object.keys(entries)).to.deep.equal(['a']);
    expect(JSON.stringify(entries)).to.equal('{"a":1}');
    expect(entries).to.deep.equal({ a: 1 });
  });

  it('takes linear time, for lists and for addable objects', async () => {
    const step = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      for (let chunk = 0; chunk < 20_000; chunk += 1) yield addable({ list: [chunk], text: 'x' });
    });
    const started = performance.now();
    const whole = await step.invoke(0);
    expect(whole.list).to.have.length(20_000);
    expect(performance.now() - started).to.be.lessThan(2000);
  });
});

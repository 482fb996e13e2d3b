import { expect } from 'chai';
import {
  InvalidInputError,
  InvalidOptionError,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePick,
  RunnableSequence,
  addChunks,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const facts = RunnableParallel.from({
  upper: (text: string) => text.toUpperCase(),
  length: (text: string) => text.length,
});

function chunks<T>(...items: readonly T[]): RunnableGenerator<unknown, T> {
  return RunnableGenerator.from(async function* (_: AsyncIterable<unknown>) {
    yield* items;
  });
}

describe('RunnablePick', () => {
  it('A7.7 gives the value under a key, or undefined', async () => {
    expect(await facts.pick('length').invoke('four')).to.equal(4);
    expect(facts.pick('length').invokeSync('four')).to.equal(4);
    expect(await new RunnablePick('missing').invoke({})).to.equal(undefined);
  });

  it('A7.7 gives an object of those keys of a list that are there, or undefined (A25.10, C2.17)', async () => {
    expect(await facts.pick(['length']).invoke('four')).to.deep.equal({ length: 4 });
    expect(await facts.pick(['length', 'upper']).invoke('a')).to.deep.equal({ length: 1, upper: 'A' });
    const pick = new RunnablePick(['a', 'c']);
    expect(await pick.invoke({ a: 1, b: 2 } as { a: number })).to.deep.equal({ a: 1 });
    expect(await pick.invoke({ b: 2 } as object)).to.equal(undefined);
  });

  it('A7.2 takes nothing but objects, whichever way it runs', async () => {
    const pick = new RunnablePick('length');
    for (const input of ['text', 1, null, undefined, ['list']] as never[]) {
      expect(await caught(pick.invoke(input))).to.be.instanceOf(InvalidInputError);
      expect(await caught(collect(pick.stream(input)))).to.be.instanceOf(InvalidInputError);
    }
    expect(await caught(pick.invoke('text'))).to.have.property(
      'message',
      '[R306] RunnablePick<length> expects an object, got "text" (string).',
    );
  });

  it('A7.8 streams chunk by chunk and leaves out those without a value', async () => {
    const values = chunks<{ a?: unknown; b?: unknown }>(
      { b: 1 },
      { a: 0 },
      { a: null },
      { a: '' },
      { a: 2, b: 3 },
    );
    expect(await collect(values.pick('a').stream(0))).to.deep.equal([0, '', 2]);
    expect(await collect(values.pick(['a']).stream(0))).to.deep.equal([
      { a: 0 },
      { a: null },
      { a: '' },
      { a: 2 },
    ]);
  });

  it('A7.8 streams what it picks of a parallel as it comes, to be added up', async () => {
    const spell = async function* (input: AsyncIterable<string>): AsyncGenerator<string> {
      for await (const text of input) yield* text;
    };
    const both = RunnableParallel.from({ spelled: spell, length: (text: string) => text.length });
    expect(await collect(both.pick('spelled').stream('abc'))).to.deep.equal(['a', 'b', 'c']);
    const picked = await collect(both.pick(['spelled', 'length']).stream('ab'));
    expect(addChunks(picked)).to.deep.equal({ spelled: 'ab', length: 2 });
  });

  it('A7.9 is what pick makes a chain with', () => {
    const chain = facts.pick('length') as unknown as RunnableSequence<string, number>;
    expect(chain).to.be.instanceOf(RunnableSequence);
    expect(chain.last).to.be.instanceOf(RunnablePick);
  });

  it('A1.2 is named by its keys', () => {
    expect(new RunnablePick('a').getName()).to.equal('RunnablePick<a>');
    expect(new RunnablePick(['a', 'b']).getName()).to.equal('RunnablePick<a,b>');
    expect(new RunnablePick('a', { name: 'mine' }).getName()).to.equal('mine');
  });

  it('reads the properties of a class, but none that every object has', async () => {
    class Person {
      first = 'Ada';
      get name(): string {
        return `${this.first} Lovelace`;
      }
    }
    const person = RunnableLambda.from(() => new Person());
    expect(await person.pick('name').invoke(0)).to.equal('Ada Lovelace');
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const pick = new RunnablePick(key);
      expect(await pick.invoke({})).to.equal(undefined);
      expect(await new RunnablePick([key]).invoke({})).to.equal(undefined);
    }
  });

  it('takes prototype keys for data', async () => {
    const input = JSON.parse('{"__proto__": {"polluted": true}}') as object;
    expect(await new RunnablePick('__proto__').invoke(input)).to.deep.equal({ polluted: true });
    const picked = await new RunnablePick(['__proto__']).invoke(input);
    expect(Object.getPrototypeOf(picked)).to.equal(Object.prototype);
  });

  it('A15.1 has keys that calls may configure, also with something bound to it', async () => {
    const pick = new RunnablePick(['a']).withConfig({ tags: ['t'] }).withListeners({});
    const configurable = pick.configurableFields({ keys: { id: 'keys' } });
    const input = { a: 1, b: 2 };
    expect(await configurable.invoke(input)).to.deep.equal({ a: 1 });
    expect(await configurable.invoke(input, { configurable: { keys: ['b'] } })).to.deep.equal({ b: 2 });
  });

  it('refuses keys that are none', () => {
    expect(() => new RunnablePick(1 as never)).to.throw(
      InvalidOptionError,
      'keys must be a key or a list of keys',
    );
    expect(() => new RunnablePick([1] as never)).to.throw(
      InvalidOptionError,
      'keys must be a key or a list of keys',
    );
  });
});

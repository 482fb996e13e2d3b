import { expect } from 'chai';
import { tee } from '../../src/stream/tee.js';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { gc } from '../support/gc.js';

/** A source that counts how often it was pulled and whether it was closed. */
function source<T>(chunks: readonly T[], error?: Error) {
  const seen = { pulls: 0, closed: 0 };
  async function* generate(): AsyncGenerator<T> {
    try {
      for (const chunk of chunks) {
        seen.pulls += 1;
        yield chunk;
      }
      if (error !== undefined) throw error;
    } finally {
      seen.closed += 1;
    }
  }
  return { seen, stream: generate() };
}

type Legs<T> = readonly [AsyncIterableIterator<T>, AsyncIterableIterator<T>];

describe('tee', () => {
  it('A3.3 gives every chunk to every leg, pulling the source once for each', async () => {
    const { seen, stream } = source([1, 2, 3]);
    const { legs } = tee(stream, 3);
    expect(await Promise.all(legs.map((leg) => collect(leg)))).to.deep.equal([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(seen).to.deep.equal({ pulls: 3, closed: 1 });
  });

  it('A3.3 pulls the source when the foremost leg asks, and keeps chunks for the others', async () => {
    const { seen, stream } = source([1, 2, 3]);
    const [first, second] = tee(stream, 2).legs as Legs<number>;
    expect(seen.pulls).to.equal(0);
    await first.next();
    await first.next();
    expect(seen.pulls).to.equal(2);
    expect(await second.next()).to.deep.equal({ done: false, value: 1 });
    expect(seen.pulls).to.equal(2);
  });

  it('answers pulls that are not awaited in their order', async () => {
    const [leg] = tee(source([1, 2]).stream, 1).legs as unknown as Legs<number>;
    const results = await Promise.all([leg.next(), leg.next(), leg.next()]);
    expect(results.map(({ value }) => value as unknown)).to.deep.equal([1, 2, undefined]);
  });

  it('hands an error of the source to every leg that comes to it, and knows it for the source’s', async () => {
    const error = new Error('source');
    const split = tee(source([1], error).stream, 2);
    expect(await Promise.all(split.legs.map((leg) => caught(collect(leg))))).to.deep.equal([error, error]);
    expect(await split.failedWith(error)).to.equal(true);
    expect(await split.failedWith(new Error('source'))).to.equal(false);
  });

  it('closes the source when the last leg is closed', async () => {
    const { seen, stream } = source([1, 2]);
    const [first, second] = tee(stream, 2).legs as Legs<number>;
    await first.next();
    await first.return?.();
    await first.return?.();
    expect(seen.closed).to.equal(0);
    expect(await first.next()).to.deep.equal({ done: true, value: undefined });
    await second.return?.();
    expect(seen.closed).to.equal(1);
  });

  it('closes the source once, however it comes to that', async () => {
    let closed = 0;
    const stream: AsyncIterableIterator<number> = {
      [Symbol.asyncIterator]: () => stream,
      next: () => Promise.resolve({ done: true, value: undefined }),
      return: () => Promise.resolve({ done: true, value: (closed += 1) }),
    };
    const split = tee(stream, 2);
    await Promise.all([...split.legs.map((leg) => leg.return?.()), split.close()]);
    expect(closed).to.equal(1);
  });

  it('keeps no chunk that every leg has seen', async () => {
    const chunks: WeakRef<object>[] = [];
    async function* endless(): AsyncGenerator<object> {
      for (;;) {
        const chunk = {};
        chunks.push(new WeakRef(chunk));
        yield chunk;
      }
    }
    const split = tee(endless(), 2);
    const [first, second] = split.legs as Legs<object>;
    for (let pull = 0; pull < 100; pull += 1) {
      await first.next();
      await second.next();
    }
    await gc();
    expect(chunks.filter((chunk) => chunk.deref() !== undefined).length).to.be.lessThan(5);
    await split.close();
  });

  it('keeps no chunk for a leg that was closed', async () => {
    const chunks: WeakRef<object>[] = [];
    async function* endless(): AsyncGenerator<object> {
      for (;;) {
        const chunk = {};
        chunks.push(new WeakRef(chunk));
        yield chunk;
      }
    }
    const split = tee(endless(), 2);
    const [first, second] = split.legs as Legs<object>;
    await second.return?.();
    for (let pull = 0; pull < 100; pull += 1) await first.next();
    await gc();
    expect(chunks.filter((chunk) => chunk.deref() !== undefined).length).to.be.lessThan(5);
    await split.close();
  });
});

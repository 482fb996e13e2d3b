import { expect } from 'chai';
import { normalize } from '../../src/stream/normalize.js';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

/** An iterable that counts the iterators it was asked for. */
function counted(iterator: Partial<AsyncIterator<number>>) {
  const counts = { opened: 0 };
  const iterable = {
    [Symbol.asyncIterator]: () => {
      counts.opened += 1;
      return iterator as AsyncIterator<number>;
    },
  };
  return { counts, iterable };
}

describe('normalize', () => {
  it('leaves a generator as it is', () => {
    const generator = (async function* () {})();
    expect(normalize(generator)).to.equal(generator);
  });

  it('asks for one iterator, with the first pull', async () => {
    const { counts, iterable } = counted({ next: async () => ({ done: true, value: undefined }) });
    const stream = normalize(iterable);
    expect(counts.opened).to.equal(0);
    expect(stream[Symbol.asyncIterator]()).to.equal(stream);
    await collect(stream);
    await collect(stream);
    expect(counts.opened).to.equal(1);
  });

  it('makes promises of results, and rejections of what is thrown', async () => {
    const plain = { next: () => ({ done: false, value: 1 }) } as unknown as AsyncIterator<number>;
    expect(await normalize(counted(plain).iterable).next()).to.deep.equal({ done: false, value: 1 });
    const error = new Error('thrown');
    const throwing = {
      next: () => {
        throw error;
      },
    };
    expect(await caught(normalize(counted(throwing).iterable).next())).to.equal(error);
    const locked = {
      [Symbol.asyncIterator]: (): never => {
        throw error;
      },
    };
    expect(await caught(normalize(locked).next())).to.equal(error);
  });

  it('closes once, gives nothing afterwards, and needs no return', async () => {
    let closed = 0;
    const { iterable } = counted({
      next: async () => ({ done: false, value: 1 }),
      return: async () => ({ done: true, value: (closed += 1) }),
    });
    const stream = normalize(iterable);
    await stream.next();
    await Promise.all([stream.return?.(), stream.return?.()]);
    expect(closed).to.equal(1);
    expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
    const endless = normalize(counted({ next: async () => ({ done: false, value: 1 }) }).iterable);
    await endless.next();
    expect(await endless.return?.()).to.deep.equal({ done: true, value: undefined });
  });

  it('never read, opens nothing to close it; an iterator begun elsewhere is closed', async () => {
    const { counts, iterable } = counted({});
    await normalize(iterable).return?.();
    expect(counts.opened).to.equal(0);
    let closed = 0;
    const begun: AsyncIterableIterator<number> = {
      [Symbol.asyncIterator]: () => begun,
      next: async () => ({ done: false, value: 1 }),
      return: async () => ({ done: true, value: (closed += 1) }),
    };
    await normalize(begun).return?.();
    expect(closed).to.equal(1);
  });
});

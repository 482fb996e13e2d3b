import { expect } from 'chai';
import { deferred, EMPTY } from '../../src/stream/deferred.js';
import { once } from '../../src/stream/once.js';
import { hasEnded, proceed, pull } from '../../src/stream/pull.js';
import { resumed } from '../../src/stream/resumed.js';
import { caught } from '../support/caught.js';

describe('pull', () => {
  it('gives what is at hand without a promise, and tells when nothing is left', () => {
    const stream = resumed({ done: false, value: 'a' }, once('b'));
    expect(pull(stream)).to.deep.equal({ done: false, value: 'a' });
    expect(hasEnded(stream)).to.equal(false);
    expect(pull(stream)).to.deep.equal({ done: false, value: 'b' });
    expect(hasEnded(stream)).to.equal(true);
    expect(pull(stream)).to.deep.equal({ done: true, value: undefined });
  });

  it('waits for a stream that knows of nothing at hand, and for what stands before it', async () => {
    const generated = (async function* () {
      yield await Promise.resolve('b');
    })();
    const stream = resumed({ done: false, value: 'a' }, generated);
    for (const value of ['a', 'b']) {
      const pulled = pull(stream);
      expect(pulled).to.be.instanceOf(Promise);
      expect(await pulled).to.deep.equal({ done: false, value });
    }
    expect(hasEnded(stream)).to.equal(false);
  });

  it('waits for a stream that is being opened, and no longer when it is open', async () => {
    const stream = deferred(() => Promise.resolve(resumed({ done: false, value: 1 }, once(2))));
    const [first, second] = [pull(stream), pull(stream)];
    expect([await first, await second]).to.deep.equal([
      { done: false, value: 1 },
      { done: false, value: 2 },
    ]);
    expect(pull(stream)).to.deep.equal({ done: true, value: undefined });
  });

  it('gives an error as a rejection, also one that is thrown at once', async () => {
    const error = new Error('closed today');
    const stream = deferred(() => {
      throw error;
    });
    expect(await caught(Promise.resolve(pull(stream)))).to.equal(error);
    expect(await caught(Promise.resolve(pull(stream)))).to.equal(error);
    expect(await pull(deferred(() => EMPTY))).to.deep.equal({ done: true, value: undefined });
  });

  it('gives nothing of a stream that has been closed', async () => {
    const stream = deferred(() => once('a'));
    const first = resumed({ done: false, value: 'x' }, stream);
    await stream.return?.();
    expect(pull(first)).to.deep.equal({ done: false, value: 'x' });
    expect(await pull(first)).to.deep.equal({ done: true, value: undefined });
  });
});

describe('proceed', () => {
  it('goes on at once where there is no promise, and turns what is thrown then into a rejection', async () => {
    expect(proceed(1, (value) => value + 1)).to.equal(2);
    expect(await proceed(Promise.resolve(1), (value) => value + 1)).to.equal(2);
    const error = new Error('odd');
    const fail = (): never => {
      throw error;
    };
    expect(await caught(Promise.resolve(proceed(1, fail)))).to.equal(error);
    expect(await proceed(Promise.reject<number>(error), fail, (reason) => reason)).to.equal(error);
  });
});

import { expect } from 'chai';
import { isPending, isRejectedWith } from '../../src/stream/promise-state.js';

describe('the state of a promise', () => {
  const error = new Error('rejected');

  it('isPending tells an open promise from a settled one', async () => {
    expect(await isPending(new Promise(() => {}))).to.equal(true);
    expect(await isPending(Promise.resolve(1))).to.equal(false);
    expect(await isPending(Promise.reject(error))).to.equal(false);
    expect(await isPending(undefined)).to.equal(false);
  });

  it('isRejectedWith tells the very error', async () => {
    expect(await isRejectedWith(Promise.reject(error), error)).to.equal(true);
    expect(await isRejectedWith(Promise.reject(error), new Error('rejected'))).to.equal(false);
    expect(await isRejectedWith(Promise.resolve(error), error)).to.equal(false);
    expect(await isRejectedWith(new Promise(() => {}), error)).to.equal(false);
    expect(await isRejectedWith(undefined, error)).to.equal(false);
  });
});

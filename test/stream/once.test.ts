import { expect } from 'chai';
import { once } from '../../src/stream/once.js';
import { collect } from '../support/collect.js';

describe('once', () => {
  it('gives its chunk once, whatever it is', async () => {
    expect(await collect(once(undefined))).to.deep.equal([undefined]);
    const stream = once(1);
    expect(await Promise.all([stream.next(), stream.next()])).to.deep.equal([
      { done: false, value: 1 },
      { done: true, value: undefined },
    ]);
  });

  it('closed gives nothing', async () => {
    const stream = once(1);
    await stream.return?.();
    expect(await collect(stream)).to.deep.equal([]);
  });
});

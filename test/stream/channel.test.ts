import { expect } from 'chai';
import { Channel } from '../../src/stream/channel.js';
import { isPending } from '../../src/stream/promise-state.js';
import { caught } from '../support/caught.js';

const DONE = { done: true, value: undefined };

describe('a channel', () => {
  it('passes items on in order, also those that are undefined', async () => {
    const channel = new Channel<number | undefined>(Infinity);
    void channel.push(1);
    void channel.push(undefined);
    void channel.push(2);
    channel.end();
    expect(await channel.take()).to.deep.equal({ done: false, value: 1 });
    expect(await channel.take()).to.deep.equal({ done: false, value: undefined });
    expect(await channel.take()).to.deep.equal({ done: false, value: 2 });
    expect(await channel.take()).to.deep.equal(DONE);
  });

  it('gives an item to the read that has waited longest, and the end to the others', async () => {
    const channel = new Channel<string>(1);
    const reads = [channel.take(), channel.take(), channel.take()];
    expect(channel.push('a')).to.equal(undefined);
    channel.end();
    expect(await Promise.all(reads)).to.deep.equal([{ done: false, value: 'a' }, DONE, DONE]);
  });

  it('lets producers wait while it is full', async () => {
    const channel = new Channel<number>(2);
    expect(channel.push(1)).to.equal(undefined);
    const space = channel.push(2);
    expect(await isPending(space)).to.equal(true);
    await channel.take();
    expect(await isPending(space)).to.equal(false);
  });

  it('throws an error once, after the items before it', async () => {
    const channel = new Channel<number>(2);
    const error = new Error('no more');
    void channel.push(1);
    channel.end({ error });
    expect(channel.push(2)).to.equal(undefined);
    expect(await channel.take()).to.deep.equal({ done: false, value: 1 });
    expect(await caught(channel.take())).to.equal(error);
    expect(await channel.take()).to.deep.equal(DONE);
  });

  it('drops its items when the reader leaves, and lets producers go on', async () => {
    const channel = new Channel<number | undefined>(2);
    void channel.push(undefined);
    const space = channel.push(1);
    channel.leave();
    expect(await isPending(space)).to.equal(false);
    expect(await channel.take()).to.deep.equal(DONE);
  });
});

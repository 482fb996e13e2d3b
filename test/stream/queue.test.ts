import { expect } from 'chai';
import { Queue } from '../../src/stream/queue.js';

describe('Queue', () => {
  it('gives items in the order in which they came, also those that are undefined', () => {
    const queue = new Queue<number | undefined>();
    for (const item of [1, undefined, 3]) queue.push(item);
    expect(queue.length).to.equal(3);
    expect([queue.shift(), queue.shift(), queue.shift()]).to.deep.equal([1, undefined, 3]);
    expect([queue.length, queue.shift()]).to.deep.equal([0, undefined]);
  });

  it('stays short where items are taken as they come', () => {
    const queue = new Queue<number>();
    for (let item = 0; item < 10_000; item += 1) {
      queue.push(item);
      queue.push(item);
      expect(queue.shift()).to.equal(Math.floor(item / 2));
    }
    expect(queue.length).to.equal(10_000);
    for (let item = 5_000; item < 10_000; item += 1) {
      expect(queue.shift()).to.equal(item);
      expect(queue.shift()).to.equal(item);
    }
    expect(queue.length).to.equal(0);
  });
});

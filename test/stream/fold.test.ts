import { expect } from 'chai';
import { fold } from '../../src/stream/fold.js';
import { caught } from '../support/caught.js';

describe('fold', () => {
  it('tells no chunk from one without a value', async () => {
    expect(await fold((async function* () {})())).to.deep.equal({ empty: true, value: undefined });
    const chunks = (async function* () {
      yield undefined;
    })();
    expect(await fold(chunks)).to.deep.equal({ empty: false, value: undefined });
  });

  it('stops where nobody waits any longer, and closes the stream', async () => {
    let made = 0;
    let closed = false;
    const endless = (async function* () {
      try {
        for (;;) yield (made += 1);
      } finally {
        closed = true;
      }
    })();
    const reason = new Error('enough');
    const stop = {
      throwIfAborted() {
        if (made === 5) throw reason;
      },
    };
    expect(await caught(Promise.resolve(fold(endless, stop)))).to.equal(reason);
    expect([made, closed]).to.deep.equal([5, true]);
  });
});

import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { fold } from '../../src/stream/fold.js';
import { resumed } from '../../src/stream/resumed.js';
import { caught } from '../support/caught.js';

describe('fold', () => {
  it('tells no chunk from one without a value', async () => {
    expect(await fold((async function* () {})())).to.deep.equal({ empty: true, value: undefined });
    const chunks = (async function* () {
      yield undefined;
    })();
    expect(await fold(chunks)).to.deep.equal({ empty: false, value: undefined });
  });

  it('waits for promises of another realm, such as those of Node in tests under Jest', async () => {
    const generate = runInNewContext(
      '(async function* () { yield "a"; yield "b"; })',
    ) as () => AsyncGenerator;
    expect(await fold(generate())).to.deep.equal({ empty: false, value: 'ab' });
    expect(await fold(resumed({ done: false, value: 'x' }, generate()))).to.deep.equal({
      empty: false,
      value: 'xab',
    });
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

import { expect } from 'chai';
import { EMPTY, deferred } from '../../src/stream/deferred.js';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';

async function* letters(): AsyncGenerator<string> {
  yield 'a';
  yield 'b';
  yield 'c';
}

describe('deferred', () => {
  it('opens its stream with the first pull, once', async () => {
    let opened = 0;
    const stream = deferred(async () => {
      opened += 1;
      return letters();
    });
    await turns();
    expect(opened).to.equal(0);
    expect(await collect(stream)).to.deep.equal(['a', 'b', 'c']);
    expect(opened).to.equal(1);
  });

  it('answers pulls in their order, also those made while it is being opened', async () => {
    for (let delay = 0; delay < 8; delay += 1) {
      const stream = deferred(async () => {
        await turns();
        return letters();
      });
      const pulls = [stream.next(), stream.next()];
      const third = (async () => {
        await turns();
        for (let tick = 0; tick < delay; tick += 1) await Promise.resolve();
        return stream.next();
      })();
      const results = await Promise.all([...pulls, third]);
      expect(results.map(({ value }) => value as unknown)).to.deep.equal(['a', 'b', 'c']);
    }
  });

  it('hands on the error of the opening', async () => {
    const stream = deferred(async () => {
      await turns();
      throw new Error('opening');
    });
    expect(await caught(stream.next()))
      .to.be.an('error')
      .with.property('message', 'opening');
  });

  it('closed before it is read opens nothing', async () => {
    let opened = 0;
    const stream = deferred(async () => {
      opened += 1;
      return letters();
    });
    await stream.return?.();
    expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
    expect(opened).to.equal(0);
  });

  it('closed while it is being opened tells so, pulls nothing, and closes what was opened', async () => {
    const log: string[] = [];
    let open: (() => void) | undefined;
    const inner: AsyncIterableIterator<string> = {
      [Symbol.asyncIterator]: () => inner,
      next: async () => {
        log.push('pulled');
        return { done: true, value: undefined };
      },
      return: async () => {
        log.push('closed');
        return { done: true, value: undefined };
      },
    };
    const stream = deferred(
      async () => {
        await new Promise<void>((resolve) => (open = resolve));
        return inner;
      },
      () => {
        log.push('left');
        open?.();
      },
    );
    const pull = stream.next();
    await turns();
    await stream.return?.();
    expect(await pull).to.deep.equal({ done: true, value: undefined });
    expect(log).to.deep.equal(['left', 'closed']);
  });

  it('may open a stream without a chunk', async () => {
    expect(await collect(deferred(async () => EMPTY))).to.deep.equal([]);
  });
});

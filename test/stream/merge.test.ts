import { expect } from 'chai';
import { merge } from '../../src/stream/merge.js';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';

/** Gives the chunks, each after as many turns as it says, and notes what becomes of it. */
async function* paced(chunks: readonly number[], log: string[] = [], name = ''): AsyncGenerator<number> {
  try {
    for (const chunk of chunks) {
      log.push(`${name} ${chunk}`);
      await turns(chunk);
      yield chunk;
    }
  } finally {
    log.push(`${name} closed`);
  }
}

describe('merge', () => {
  it('gives chunks as they come, each with the number of its stream', async () => {
    expect(await collect(merge([paced([2, 2]), paced([1, 4])]))).to.deep.equal([
      [1, 1],
      [0, 2],
      [0, 2],
      [1, 4],
    ]);
  });

  it('of no stream gives nothing, and goes on past streams that give nothing', async () => {
    expect(await collect(merge([]))).to.deep.equal([]);
    expect(await collect(merge([paced([]), paced([1]), paced([])]))).to.deep.equal([[1, 1]]);
  });

  it('is no more than one chunk ahead of its reader, for each stream', async () => {
    const log: string[] = [];
    const merged = merge([paced([0, 0, 0], log, 'a'), paced([0, 0, 0], log, 'b')]);
    await merged.next();
    await turns(3);
    expect(log).to.deep.equal(['a 0', 'b 0']);
    await merged.return();
    expect(log).to.deep.equal(['a 0', 'b 0', 'a closed', 'b closed']);
  });

  it('begins no more streams at once than the limit, and a further one when one has ended', async () => {
    const log: string[] = [];
    const streams = ['a', 'b', 'c'].map((name) => paced([1], log, name));
    await collect(merge(streams, { limit: 2 }));
    expect(log).to.deep.equal(['a 1', 'b 1', 'a closed', 'c 1', 'b closed', 'c closed']);
  });

  it('throws the first error in time, tells whose it is, and closes the other streams first', async () => {
    const log: string[] = [];
    const failing = async function* (): AsyncGenerator<number> {
      await turns();
      throw new Error('second');
    };
    const merged = merge([paced([0, 9], log, 'a'), failing()], {
      onError: (from, error) => log.push(`${from}: ${(error as Error).message}`),
    });
    expect(await caught(collect(merged)))
      .to.be.an('error')
      .with.property('message', 'second');
    expect(log.slice(0, 3)).to.deep.equal(['a 0', 'a 9', '1: second']);
  });

  it('waits a turn, and no longer, for a stream that owes a chunk when another has failed', async () => {
    const log: string[] = [];
    const never: AsyncIterableIterator<number> = {
      [Symbol.asyncIterator]: () => never,
      next: () => new Promise(() => {}),
      return: () => {
        log.push('closed');
        return new Promise(() => {});
      },
    };
    const failing = async function* (): AsyncGenerator<number> {
      throw new Error('now');
    };
    expect(await caught(collect(merge([never, failing()]))))
      .to.be.an('error')
      .with.property('message', 'now');
    expect(log).to.deep.equal(['closed']);
  });

  it('left early tells that a stream is busy, and waits for it', async () => {
    const log: string[] = [];
    let release: (() => void) | undefined;
    const busy = (async function* (): AsyncGenerator<number> {
      try {
        await new Promise<void>((resolve) => (release = resolve));
        yield 1;
      } finally {
        log.push('busy closed');
      }
    })();
    const onLeave = (): void => {
      log.push('left');
      release?.();
    };
    for await (const _ of merge([paced([0, 0], log, 'a'), busy], { onLeave })) break;
    expect(log).to.deep.equal(['a 0', 'left', 'a closed', 'busy closed']);
  });

  it('left early tells nothing where no stream is busy', async () => {
    let left = 0;
    const onLeave = (): void => void (left += 1);
    const merged = merge([paced([0, 0]), paced([0, 0])], { onLeave });
    await merged.next();
    await turns(2);
    await merged.return();
    expect(left).to.equal(0);
  });

  it('left early throws what a stream throws when it is closed, after closing all', async () => {
    const log: string[] = [];
    const bad = (async function* (): AsyncGenerator<number> {
      try {
        yield 0;
        yield 0;
      } finally {
        await Promise.reject(new Error('closing'));
      }
    })();
    const merged = merge([bad, paced([0, 0], log, 'a')]);
    await merged.next();
    expect(await caught(merged.return()))
      .to.be.an('error')
      .with.property('message', 'closing');
    expect(log).to.include('a closed');
  });
});

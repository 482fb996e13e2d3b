import { expect } from 'chai';
import { AbortError, RunnableBase, RunnableGenerator, RunnableLambda, type Interceptor } from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';

const add = RunnableLambda.from((x: number) => x + 1, { name: 'add' });

/** A node that counts how often it is streamed, from before its first chunk. */
class Counted extends RunnableBase<number, number> {
  readonly kind = 'counted';
  opened = 0;
  execute(x: number): number {
    return x;
  }
  override async *executeStream(chunks: AsyncIterable<number>): AsyncGenerator<number> {
    this.opened += 1;
    yield* chunks;
  }
}

describe('a stream around which intercept goes', () => {
  it('has next reject where it cannot be opened, as it does on invoke', async () => {
    const breaks: Interceptor = {
      interceptStream: () => {
        throw new Error('no stream');
      },
    };
    const safe = add
      .withInterceptors(breaks)
      .withInterceptors({ intercept: (_run, next) => next().catch((error: unknown) => String(error)) });
    expect(await collect(safe.stream(1))).to.deep.equal(['Error: no stream']);
  });

  it('starts nothing when its reader has left before next is called, which then rejects', async () => {
    let decide: (() => void) | undefined;
    const decided = new Promise<void>((resolve) => (decide = resolve));
    const counted = new Counted('counted');
    const errors: unknown[] = [];
    const slow = counted.withInterceptors({
      async intercept(_run, next) {
        await decided;
        return next().catch((error: unknown) => errors.push(error));
      },
    });
    const stream = slow.stream(1);
    const pull = stream.next();
    await turns(1);
    await stream.return();
    decide?.();
    expect(await pull).to.deep.equal({ done: true, value: undefined });
    expect(counted.opened).to.equal(0);
    expect(errors).to.have.length(1);
    expect(errors[0]).to.be.instanceOf(AbortError);
  });

  it('gives what intercept answers by itself once, however many pulls wait for it', async () => {
    const known = add.withInterceptors({
      intercept: async () => {
        await turns(1);
        return 7;
      },
    });
    const stream = known.stream(1);
    expect(await Promise.all([stream.next(), stream.next()])).to.deep.equal([
      { done: false, value: 7 },
      { done: true, value: undefined },
    ]);
  });

  it('lets intercept go on with the error when the clean-up of a stream that was left fails', async () => {
    const error = new Error('no clean-up');
    const source = RunnableGenerator.from(async function* () {
      try {
        yield 1;
        yield 2;
      } finally {
        // eslint-disable-next-line no-unsafe-finally -- what is tested
        throw error;
      }
    });
    const errors: unknown[] = [];
    const watched = source.withInterceptors({
      intercept: (_run, next) => next().catch((reason: unknown) => errors.push(reason)),
    });
    const stream = watched.stream(1);
    await stream.next();
    expect(await caught(stream.return())).to.equal(error);
    expect(errors).to.deep.equal([error]);
  });
});

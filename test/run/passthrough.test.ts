import { expect } from 'chai';
import {
  IdentityRunnable,
  InvalidOptionError,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const letters = RunnableGenerator.from(async function* (_: AsyncIterable<unknown>) {
  yield 'a';
  yield 'b';
});

describe('RunnablePassthrough', () => {
  it('A7.1 gives its input, and streams chunk by chunk', async () => {
    const input = { a: 1 };
    expect(await new RunnablePassthrough().invoke(input)).to.equal(input);
    expect(new RunnablePassthrough().invokeSync(input)).to.equal(input);
    expect(await new RunnablePassthrough<number>().batch([1, 2])).to.deep.equal([1, 2]);
    expect(await collect(letters.pipe(new RunnablePassthrough()).stream(0))).to.deep.equal(['a', 'b']);
    expect(await collect(new RunnablePassthrough().transform([1, 2]))).to.deep.equal([1, 2]);
  });

  it('A7.1 calls a function with the input before it gives it, and ignores what that answers', async () => {
    const seen: unknown[] = [];
    const tap = new RunnablePassthrough({
      func: (x: number, ctx) => (seen.push([x, ctx.kwargs]), 'ignored'),
    });
    expect(await tap.invoke(1, undefined, { k: 1 })).to.equal(1);
    expect(tap.invokeSync(2)).to.equal(2);
    expect(await tap.batch([3])).to.deep.equal([3]);
    expect(seen).to.deep.equal([
      [1, { k: 1 }],
      [2, {}],
      [3, {}],
    ]);
  });

  it('A7.1 waits for the function', async () => {
    const order: string[] = [];
    const tap = new RunnablePassthrough({
      func: async () => {
        await Promise.resolve();
        order.push('tap');
      },
    });
    await RunnableSequence.from([tap, () => void order.push('next')]).invoke(0);
    expect(order).to.deep.equal(['tap', 'next']);
    expect(() => tap.invokeSync(0)).to.throw('invokeSync needs synchronous steps, but RunnablePassthrough');
  });

  it('A7.1 calls the function once for a stream, with all of it, after the last chunk', async () => {
    const order: unknown[] = [];
    const tap = new RunnablePassthrough({ func: (x: string) => void order.push(['tap', x]) });
    for await (const chunk of letters.pipe(tap).stream(0)) order.push(chunk);
    expect(order).to.deep.equal(['a', 'b', ['tap', 'ab']]);
  });

  it('A7.1 gives the function the last of chunks that do not add', async () => {
    const seen: unknown[] = [];
    const tap = new RunnablePassthrough({ func: (x: unknown) => void seen.push(x) });
    expect(await collect(tap.transform([{ a: 1 }, { b: 2 }]))).to.deep.equal([{ a: 1 }, { b: 2 }]);
    expect(await collect(tap.transform([]))).to.deep.equal([]);
    expect(seen).to.deep.equal([{ b: 2 }]);
  });

  it('fails when the function does, whichever way it runs', async () => {
    const tap = new RunnablePassthrough({ func: () => Promise.reject(new Error('tap')) });
    expect(await caught(tap.invoke(0))).to.have.property('message', 'tap');
    expect(await caught(collect(tap.stream(0)))).to.have.property('message', 'tap');
    expect(await caught(tap.batch([0]))).to.have.property('message', 'tap');
  });

  it('calls the function within the run', async () => {
    const inner = RunnableLambda.from((_: unknown, ctx) => ctx.tags);
    let tags: readonly string[] = [];
    const tap = new RunnablePassthrough({ func: async () => void (tags = await inner.invoke(0)) });
    await tap.invoke(0, { tags: ['root'] });
    expect(tags).to.deep.equal(['root']);
    tags = [];
    await collect(tap.stream(0, { tags: ['streamed'] }));
    expect(tags).to.deep.equal(['streamed']);
  });

  it('A1.2 has the name of its class, or a given one', () => {
    expect(new RunnablePassthrough().getName()).to.equal('RunnablePassthrough');
    expect(new RunnablePassthrough({ name: 'same' }).getName()).to.equal('same');
  });

  it('refuses what is no function', () => {
    expect(() => new RunnablePassthrough({ func: 1 as never })).to.throw(
      InvalidOptionError,
      '[A102] RunnablePassthrough: func must be a function, got 1 (number).',
    );
  });

  it('C2.21 goes by the name of IdentityRunnable, too', () => {
    expect(IdentityRunnable).to.equal(RunnablePassthrough);
  });

  it('A3.3 keeps the input beside what is made of it', async () => {
    const both = RunnableParallel.from({
      text: new RunnablePassthrough<string>(),
      size: (s: string) => s.length,
    });
    expect(await both.invoke('four')).to.deep.equal({ text: 'four', size: 4 });
  });
});

import { expect } from 'chai';
import { RunnableLambda, RunnableSequence, RunnableGenerator } from 'runwright';
describe('smoke', () => {
  it('runs', async () => {
    const seq = RunnableSequence.from([
      (x: number) => x + 1,
      async (x: number) => x * 2,
      { a: (x: number) => x, b: async (x: number) => String(x) },
    ]);
    const out: { a: number; b: string } = await seq.invoke(1);
    expect(out).to.deep.equal({ a: 4, b: '4' });
    const got = [];
    for await (const c of seq.stream(1)) got.push(c);
    expect(got).to.deep.equal([{ a: 4 }, { b: '4' }]);
    expect(await seq.batch([1, 2])).to.deep.equal([
      { a: 4, b: '4' },
      { a: 6, b: '6' },
    ]);
    const p = RunnableLambda.from((x: number) => x + 1).pipe((x) => x * 2, { a: (y) => y });
    expect(p.invokeSync(1)).to.deep.equal({ a: 4 });
    const it2 = [];
    for await (const c of seq.batchAsCompleted([1, 2, 3], { maxConcurrency: 2 })) it2.push(c);
    expect(it2.length).to.equal(3);
    const g = RunnableGenerator.from(async function* (c: AsyncIterable<string>) {
      for await (const x of c) yield x + '!';
    });
    expect(await g.invoke('a')).to.equal('a!');
  });
});

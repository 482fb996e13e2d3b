import { expect } from 'chai';
import {
  InvalidInputError,
  RunnableBranch,
  RunnableEach,
  RunnableLambda,
  RunnableSequence,
  runPathOf,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';
import { untilAborted } from '../support/until-aborted.js';

const double = RunnableLambda.from((x: number) => x * 2);

/** A step that tells the most runs of it that were under way at once. */
function gauge(): { readonly step: RunnableLambda<number, number>; readonly most: () => number } {
  let running = 0;
  let most = 0;
  const step = RunnableLambda.from(async (x: number) => {
    most = Math.max(most, ++running);
    await turns();
    running -= 1;
    return x;
  });
  return { step, most: () => most };
}

describe('RunnableEach', () => {
  it('A8.1 runs on each element of a list, in order', async () => {
    expect(await double.map().invoke([1, 2, 3, 4, 5])).to.deep.equal([2, 4, 6, 8, 10]);
    expect(await double.map().invoke([])).to.deep.equal([]);
    expect(double.map().invokeSync([1, 2])).to.deep.equal([2, 4]);
  });

  it('A8.1 nests', async () => {
    expect(
      await double
        .map()
        .map()
        .invoke([[1], [], [2, 3]]),
    ).to.deep.equal([[2], [], [4, 6]]);
  });

  it('A8.1 works on as many elements at once as maxConcurrency says (A25.1)', async () => {
    const { step, most } = gauge();
    await step.map().invoke([1, 2, 3, 4], { maxConcurrency: 2 });
    expect(most()).to.equal(2);
    await step.map().invoke([1, 2, 3, 4]);
    expect(most()).to.equal(4);
  });

  it('A17.2 limits each list by itself', async () => {
    const { step, most } = gauge();
    await step.map().batch(
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      { maxConcurrency: 2 },
    );
    expect(most()).to.equal(4);
  });

  it('A8.2 fails with the first element that does, and aborts the others', async () => {
    let aborted = 0;
    let started = 0;
    const step = RunnableLambda.from(async (x: number, ctx: RunContext) => {
      started += 1;
      if (x === 3) throw new Error('three');
      return untilAborted(x, ctx).finally(() => (aborted += 1));
    });
    expect(await caught(step.map().invoke([1, 2, 3, 4]))).to.have.property('message', 'three');
    expect([started, aborted]).to.deep.equal([4, 3]);
    started = 0;
    expect(await caught(step.map().invoke([3, 1, 2], { maxConcurrency: 1 }))).to.have.property(
      'message',
      'three',
    );
    expect(started).to.equal(1);
  });

  it('A8.2 fails list by list in a batch', async () => {
    const picky = RunnableLambda.from((x: number) => {
      if (x < 0) throw new Error(String(x));
      return x;
    });
    const [first, second] = await picky.map().batch([[1, -2], [3]], undefined, { returnExceptions: true });
    expect(first).to.have.property('message', '-2');
    expect(second).to.deep.equal([3]);
  });

  it('A8.3 streams the whole list once, also within a chain', async () => {
    expect(await collect(double.map().stream([1, 2]))).to.deep.equal([[2, 4]]);
    const chain = RunnableSequence.from([
      (x: number) => [x, x + 1],
      double.map(),
      (list: number[]) => list.length,
    ]);
    expect(await collect(chain.stream(1))).to.deep.equal([2]);
    expect(await collect(double.map().transform([[1], [2, 3]]))).to.deep.equal([[2, 4, 6]]);
  });

  it('A8.4 binds arguments and configs to what it runs', async () => {
    const seen = RunnableLambda.from((x: number, { kwargs, tags, metadata, run }) => ({
      x,
      kwargs,
      tags,
      metadata,
      name: run.name,
    }));
    const each = seen
      .map()
      .bind({ k: 1 })
      .withConfig({ tags: ['t'], runName: 'n' })
      .bindConfig(() => ({ metadata: { m: 1 } }));
    expect(each).to.be.instanceOf(RunnableEach);
    const one = { kwargs: { k: 1 }, tags: ['t'], metadata: { m: 1 }, name: 'n' };
    expect(await each.invoke([1, 2])).to.deep.equal([
      { x: 1, ...one },
      { x: 2, ...one },
    ]);
  });

  it('A8.4 does so whatever was declared of it before', async () => {
    const seen = RunnableLambda.from((_: number, { kwargs, run }) => [kwargs, run.name]);
    const each = seen.map().withTypes({ inputType: Array }).bind({ k: 1 }).withConfig({ runName: 'n' });
    expect(await each.invoke([0])).to.deep.equal([[{ k: 1 }, 'n']]);
    expect(each).to.have.property('customInputType', Array);
  });

  it('A8.4 limits the elements with a bound maxConcurrency', async () => {
    const { step, most } = gauge();
    await step.map().withConfig({ maxConcurrency: 2 }).invoke([1, 2, 3, 4]);
    expect(most()).to.equal(2);
  });

  it('A8.4 gives each element a timeout that was bound', async () => {
    const each = RunnableLambda.from(untilAborted).map().withConfig({ timeout: 1 });
    expect(await caught(each.invoke([1]))).to.have.property('code', 'R305');
  });

  it('A9.2 hands the arguments of the call to what it runs', async () => {
    const kwargs = RunnableLambda.from((_: number, ctx) => ctx.kwargs);
    expect(await kwargs.map().invoke([1, 2], undefined, { k: 1 })).to.deep.equal([{ k: 1 }, { k: 1 }]);
  });

  it('hands the list to what works on batches', async () => {
    const order: string[] = [];
    const chain = RunnableSequence.from([
      (x: number) => (order.push(`a${String(x)}`), x),
      (x: number) => (order.push(`b${String(x)}`), x),
    ]);
    await chain.map().invoke([1, 2]);
    expect(order).to.deep.equal(['a1', 'a2', 'b1', 'b2']);
  });

  it('ends as soon as its run is aborted', async () => {
    const controller = new AbortController();
    const work = caught(
      RunnableLambda.from(untilAborted).map().invoke([1, 2], { signal: controller.signal }),
    );
    controller.abort(new Error('stop'));
    expect(await work).to.have.property('message', 'stop');
  });

  it('A1.2 is named by what it runs', () => {
    expect(double.map().getName()).to.equal('RunnableEach<RunnableLambda>');
    expect(new RunnableEach({ bound: double, name: 'all' }).getName()).to.equal('all');
  });

  it('tells the path of an error in an element', async () => {
    function fail(): never {
      throw new Error('offline');
    }
    const each = RunnableLambda.from(fail).map();
    expect(runPathOf(await caught(each.invoke([1])))).to.equal('RunnableEach<fail> > fail');
    expect(() => each.invokeSync([1]))
      .to.throw()
      .that.satisfies((error: unknown) => runPathOf(error) === 'RunnableEach<fail> > fail');
  });

  it('takes nothing but lists', async () => {
    for (const input of ['text', { 0: 1, length: 1 }, undefined] as never[]) {
      expect(await caught(double.map().invoke(input))).to.be.instanceOf(InvalidInputError);
    }
    expect(await caught(double.map().invoke('text' as never))).to.have.property(
      'message',
      '[R306] RunnableEach<RunnableLambda> expects an array, got "text" (string).',
    );
  });

  it('keeps errors that are values apart from failures (A25.15)', async () => {
    const values = RunnableLambda.from((x: number) => (x === 1 ? new Error('value') : x));
    const [error, two] = await values.map().invoke([1, 2]);
    expect(error).to.have.property('message', 'value');
    expect(two).to.equal(2);
  });

  it('runs branches and routes by element', async () => {
    const parity = RunnableBranch.from([[(x: number) => x % 2 === 0, () => 'even'], () => 'odd']);
    expect(await parity.map().invoke([1, 2, 3])).to.deep.equal(['odd', 'even', 'odd']);
  });
});

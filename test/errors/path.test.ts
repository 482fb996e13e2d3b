import { expect } from 'chai';
import { RunnableLambda, RunnableParallel, RunnableSequence, runPathOf, type RunContext } from 'runwright';
import { caught } from '../support/caught.js';

function fail(): never {
  throw new Error('offline');
}

async function failLater(): Promise<never> {
  await Promise.resolve();
  throw new Error('offline');
}

function untilAborted(_input: unknown, { signal }: RunContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

const same = (value: number): number => value;

describe('runPathOf', () => {
  it('names the steps from the root to where the error was thrown', async () => {
    const chain = RunnableSequence.from([same, fail]);
    expect(runPathOf(await caught(chain.invoke(1)))).to.equal('RunnableSequence > fail');
  });

  it('names them for a step that fails later', async () => {
    const inner = RunnableParallel.from({ good: same, bad: failLater }, { name: 'facts' });
    const chain = RunnableSequence.from([same, inner, same as () => number], { name: 'answer' });
    expect(runPathOf(await caught(chain.invoke(1)))).to.equal('answer > facts > failLater');
  });

  it('names them for invokeSync', () => {
    const chain = RunnableSequence.from([same, { bad: fail }]);
    expect(() => chain.invokeSync(1))
      .to.throw(Error, 'offline')
      .that.satisfies(
        (error: unknown) => runPathOf(error) === 'RunnableSequence > RunnableParallel<bad> > fail',
      );
  });

  it('names the branch that failed first where branches are run one at a time', async () => {
    const branches = RunnableParallel.from({ bad: failLater, good: same });
    const error = await caught(branches.invoke(1, { maxConcurrency: 1 }));
    expect(runPathOf(error)).to.equal('RunnableParallel<bad,good> > failLater');
  });

  it('tells nothing of the branches that were aborted because of the error', async () => {
    const waiting = RunnableSequence.from([same, untilAborted]);
    const branches = RunnableParallel.from({ waiting, bad: failLater, other: waiting });
    expect(runPathOf(await caught(branches.invoke(1)))).to.equal(
      'RunnableParallel<waiting,bad,other> > failLater',
    );
  });

  it('tells nothing of the reason of an abortion, which comes from outside', async () => {
    const controller = new AbortController();
    const waiting = RunnableParallel.from({ a: untilAborted, b: untilAborted });
    const runs = [1, 2].map((input) => caught(waiting.invoke(input, { signal: controller.signal })));
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await Promise.all(runs)).to.deep.equal([reason, reason]);
    expect(runPathOf(reason)).to.equal(undefined);
  });

  it('names them for each failed input of a batch', async () => {
    const chain = RunnableSequence.from([same, failLater], { name: 'answer' });
    const outcomes = await chain.batch([1, 2], undefined, { returnExceptions: true });
    expect(outcomes.map(runPathOf)).to.deep.equal(['answer > failLater', 'answer > failLater']);
  });

  it('begins anew for an error that is thrown in another run', async () => {
    const error = new Error('shared');
    const first = RunnableLambda.from(function first(): never {
      throw error;
    });
    const second = RunnableSequence.from([
      same,
      function second(): never {
        throw error;
      },
    ]);
    await caught(first.invoke(1));
    expect(runPathOf(error)).to.equal('first');
    await caught(second.invoke(1));
    expect(runPathOf(error)).to.equal('RunnableSequence > second');
  });

  it('names the steps of an inner run that was called with the context', async () => {
    const inner = RunnableLambda.from(fail);
    const outer = RunnableLambda.from(function outer(input: number, ctx: RunContext) {
      return inner.invoke(input, ctx);
    });
    expect(runPathOf(await caught(outer.invoke(1)))).to.equal('outer > fail');
  });

  it('has the last way out alone of an error that is thrown again and again within a run', async () => {
    const error = new Error('shared');
    const inner = RunnableLambda.from(function inner(): never {
      throw error;
    });
    const outer = RunnableLambda.from(async function outer(input: number, ctx: RunContext) {
      await caught(inner.invoke(input, ctx));
      await caught(inner.batch([input, input], ctx));
      await inner.invoke(input, ctx);
    });
    await caught(outer.invoke(1));
    expect(runPathOf(error)).to.equal('outer > inner');
  });

  it('is undefined for what no run has thrown, and for what is no object', async () => {
    expect(runPathOf(new Error('not thrown'))).to.equal(undefined);
    const thrown = RunnableLambda.from((): never => {
      throw 'a text';
    });
    expect(runPathOf(await caught(thrown.invoke(1)))).to.equal(undefined);
  });
});

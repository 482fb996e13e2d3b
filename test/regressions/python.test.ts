import { expect } from 'chai';
import {
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  type Run,
  type Runnable,
} from 'runwright';
import { collect } from '../support/collect.js';

describe('a bug of the Python reference does not occur', () => {
  it('P1 the last attempt of a batch gives no input the success of another', async () => {
    const attempts = new Map<number, number>();
    const step = RunnableLambda.from((x: number) => {
      const attempt = (attempts.get(x) ?? 0) + 1;
      attempts.set(x, attempt);
      if (x === 1 || attempt === 1) throw new Error(`fails ${x}`);
      return x;
    }).withRetry({ stopAfterAttempt: 2, waitExponentialJitter: false });
    const outputs = await step.batch([0, 1], undefined, { returnExceptions: true });
    expect(outputs.map(String)).to.deep.equal(['0', 'Error: fails 1']);
  });

  it('P2 an error that is not retried is that of its own input alone', async () => {
    const step = RunnableLambda.from((x: number) => {
      if (x === 2) throw new TypeError('two');
      if (x === 1) throw new RangeError('one');
      return x;
    }).withRetry({ retryOn: [RangeError], stopAfterAttempt: 2, waitExponentialJitter: false });
    const outputs = await step.batch([2, 1, 0], undefined, { returnExceptions: true });
    expect(outputs.map(String)).to.deep.equal(['TypeError: two', 'RangeError: one', '0']);
  });

  it('P3 candidates run below the fallbacks that they are of, also when those are invoked', async () => {
    const paths: string[] = [];
    const observer = { onStart: (run: Run) => void paths.push(run.path) };
    const failing = RunnableLambda.from(
      (_: number): number => {
        throw new Error('first');
      },
      { name: 'first' },
    );
    const second = RunnableLambda.from((x: number) => x, { name: 'second' });
    const outer = RunnableSequence.from([second, failing.withFallbacks([second])], { name: 'outer' });
    await outer.invoke(1, { callbacks: [observer] });
    expect(paths.slice(-2)).to.deep.equal([
      'outer > RunnableWithFallbacks > first',
      'outer > RunnableWithFallbacks > second',
    ]);
  });

  it('P4 exceptionKey leaves the caller’s object as it is', async () => {
    const input = Object.freeze({ text: 'x' });
    const seen: object[] = [];
    const step = RunnableLambda.from((_: object): number => {
      throw new Error('first');
    }).withFallbacks(
      [
        (value: object) => {
          seen.push(value);
          return 1;
        },
      ],
      { exceptionKey: 'error' },
    );
    expect(await step.invoke(input)).to.equal(1);
    expect(Object.keys(input)).to.deep.equal(['text']);
    expect(seen[0]).to.have.property('error').that.is.an('error');
  });

  it('P5 a pick from a parallel has the schema of what it picks', () => {
    const lambda = RunnableLambda.from((text: string) => text.length, { outputSchema: Number });
    const picked = RunnableParallel.from({ n: lambda, other: lambda }).pick('n');
    expect(picked.getOutputJsonSchema()).to.deep.include({ type: 'number' });
  });

  it('P6 an assign without keys streams nothing of its own', async () => {
    const assign = RunnablePassthrough.assign({}) as Runnable<object, object>;
    expect(await collect(assign.stream({ a: 1 }))).to.deep.equal([{ a: 1 }]);
    expect(await assign.invoke({ a: 1 })).to.deep.equal({ a: 1 });
  });

  it('P7 the first event that passes a filter is not taken for that of the root', async () => {
    const inner = RunnableLambda.from((text: string) => text, { name: 'inner' });
    const chain = RunnableSequence.from([(text: string) => `${text}!`, inner]);
    const events = await collect(chain.streamEvents('root', {}, { includeNames: ['inner'] }));
    expect(events.map(({ data }) => data)).to.deep.equal([
      {},
      { chunk: 'root!' },
      { input: 'root!', output: 'root!' },
    ]);
  });

  it('P8 an Error that a step gives is its output, in a batch as elsewhere', async () => {
    const step = RunnableLambda.from((text: string) => new Error(text));
    const [output] = await step.batch(['given']);
    expect(output).to.be.an('error').with.property('message', 'given');
    const [settled] = await step.batchSettled(['given']);
    expect(settled?.status).to.equal('fulfilled');
  });

  it('P9 a lambda over an input without a chunk is not called', async () => {
    expect(await collect(RunnableLambda.from((x: number) => x).transform([]))).to.deep.equal([]);
  });
});

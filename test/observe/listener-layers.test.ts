import { expect } from 'chai';
import { RunnableLambda, RunnableParallel, RunnableSequence, type Run, type Runnable } from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const add = RunnableLambda.from((x: number) => x + 1, { name: 'add' });

type Layer = (runnable: Runnable<number, number>) => Runnable<number, number>;

/** Every order of some things. */
function orders<T>(items: readonly T[]): T[][] {
  return items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe('listeners and interceptors among other layers', () => {
  let calls: string[];
  beforeEach(() => {
    calls = [];
  });
  const note =
    (label: string) =>
    (run: Run): void => {
      calls.push(`${label} ${run.name} ${run.tags.join(',')}`.trim());
    };
  const layers: Record<string, Layer> = {
    withListeners: (r) => r.withListeners({ onStart: note('start'), onEnd: note('end') }),
    withInterceptors: (r) => r.withInterceptors({ onFinally: note('finally') }),
    withConfig: (r) => r.withConfig({ tags: ['t'] }),
    bind: (r) => r.bind({ k: 1 }),
    withRetry: (r) => r.withRetry({ stopAfterAttempt: 2, waitExponentialJitter: false }),
    withTypes: (r) => r.withTypes({ inputType: Number, outputType: Number }),
  };

  it('A10.6 D5 no order of withConfig, bind, withRetry, withTypes and the rest loses any', async () => {
    for (const order of orders(Object.keys(layers))) {
      calls = [];
      const made = order.reduce<Runnable<number, number>>((r, name) => (layers[name] as Layer)(r), add);
      expect(await made.invoke(1), order.join()).to.equal(2);
      expect(calls.sort(), order.join()).to.deep.equal(['end add t', 'finally add t', 'start add t']);
    }
  });

  it('A10.6 are called once for a retry, however many attempts it makes, in either order', async () => {
    for (const wrap of [
      (r: Runnable<number, number>) => (layers['withRetry'] as Layer)((layers['withListeners'] as Layer)(r)),
      (r: Runnable<number, number>) => (layers['withListeners'] as Layer)((layers['withRetry'] as Layer)(r)),
    ]) {
      calls = [];
      let failed = false;
      const flaky = RunnableLambda.from(
        (x: number) => {
          failed = !failed;
          if (failed) throw new Error('once');
          return x;
        },
        { name: 'flaky' },
      );
      await wrap(flaky).invoke(1);
      await collect(wrap(flaky).stream(1));
      await wrap(flaky).batch([1]);
      expect(calls).to.deep.equal(Array(3).fill(['start flaky', 'end flaky']).flat());
    }
  });

  it('A8.4 are those of the elements where they are added to a map', async () => {
    const mapped = add.map().withListeners({ onStart: note('start'), onEnd: note('end') });
    expect(await mapped.invoke([1, 2])).to.deep.equal([2, 3]);
    expect(calls).to.deep.equal(['start add', 'end add', 'start add', 'end add']);
  });

  it('D5 keep what they are added to: a retry its attempts, a timeout its limit, a binding its arguments', async () => {
    let attempts = 0;
    const fail = RunnableLambda.from((_: number): number => {
      attempts += 1;
      throw new Error('down');
    });
    const listened = fail
      .withRetry({ stopAfterAttempt: 1 })
      .withListeners({ onError: note('error') })
      .withConfig({ tags: ['t'] });
    await caught(listened.invoke(1));
    expect(attempts).to.equal(1);
    expect(calls).to.deep.equal(['error RunnableLambda t']);
  });

  it('have a step of a chain take its place in the tree and in the tags', async () => {
    const tree: string[] = [];
    const seen = { onStart: (run: Run) => tree.push(`${run.path} ${run.tags.join()}`) };
    const step = add.withListeners({ onStart: note('start') });
    await RunnableSequence.from([step, RunnableParallel.from({ a: step })]).invoke(1, { callbacks: [seen] });
    expect(
      tree.map((line) => line.replace('RunnableSequence', 'S').replace('RunnableParallel', 'P')),
    ).to.deep.equal(['S ', 'S > add seq:step:1', 'S > P<a> seq:step:2', 'S > P<a> > add map:key:a']);
    expect(calls).to.deep.equal(['start add seq:step:1', 'start add map:key:a']);
  });
});

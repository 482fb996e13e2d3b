import { expect } from 'chai';
import { RunnableLambda, type Runnable } from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { fc } from '../support/properties.js';

const AT_ONCE = { waitExponentialJitter: false } as const;

/** Gives its input, after it has failed so often for it; each error tells which of its failures it was. */
function failingSoOften(failures: readonly number[]): { step: Runnable<number, number>; calls: number[] } {
  const calls = failures.map(() => 0);
  const step = RunnableLambda.from(async (input: number) => {
    const call = (calls[input] = (calls[input] ?? 0) + 1);
    if (input % 2 === 0) await Promise.resolve();
    if (call <= (failures[input] ?? 0)) throw new Error(`${input}: ${call}`);
    return input;
  });
  return { step, calls };
}

const plain = (outcomes: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Error).message,
  );

const inputsOf = (failures: readonly unknown[]): number[] => [...failures.keys()];

describe('laws of wrappers', () => {
  it('A11.6-A11.9 a retried batch gives each input its own output or its own last error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(1, 2, Infinity),
        async (failures, limit, maxConcurrency) => {
          const { step, calls } = failingSoOften(failures);
          const retried = step.withRetry({ stopAfterAttempt: limit, ...AT_ONCE });
          const outcomes = await retried.batchSettled(inputsOf(failures), {}, { maxConcurrency });
          expect(plain(outcomes)).to.deep.equal(
            failures.map((count, input) => (count < limit ? input : `${input}: ${limit}`)),
          );
          expect(calls).to.deep.equal(failures.map((count) => Math.min(count + 1, limit)));
        },
      ),
    );
  });

  it('A25.13 a retry calls as often and gives the same, invoked, streamed, or in a batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.integer({ min: 1, max: 4 }), async (count, limit) => {
        const ways: ((runnable: Runnable<number, number>) => Promise<unknown>)[] = [
          (runnable) => runnable.invoke(0),
          async (runnable) => (await collect(runnable.stream(0)))[0],
          async (runnable) => (await runnable.batch([0]))[0],
        ];
        for (const way of ways) {
          const { step, calls } = failingSoOften([count]);
          const run = way(step.withRetry({ stopAfterAttempt: limit, ...AT_ONCE }));
          if (count < limit) expect(await run).to.equal(0);
          else expect(await caught(run)).to.have.property('message', `0: ${limit}`);
          expect(calls).to.deep.equal([Math.min(count + 1, limit)]);
        }
      }),
    );
  });

  it('nested retries add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), async (limits) => {
        const { step, calls } = failingSoOften([1000]);
        const nested = limits.reduce<Runnable<number, number>>(
          (inner, stopAfterAttempt) => inner.withRetry({ stopAfterAttempt, ...AT_ONCE }),
          step,
        );
        await caught(nested.invoke(0));
        expect(calls).to.deep.equal([limits.reduce((sum, limit) => sum + limit - 1, 1)]);
      }),
    );
  });

  it('no run makes more retries than the config allows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
        fc.nat(6),
        async (limits, retryBudget) => {
          const { step, calls } = failingSoOften([1000]);
          const nested = limits.reduce<Runnable<number, number>>(
            (inner, stopAfterAttempt) => inner.withRetry({ stopAfterAttempt, ...AT_ONCE }),
            step,
          );
          await caught(nested.invoke(0, { retryBudget }));
          const unlimited = limits.reduce((sum, limit) => sum + limit - 1, 0);
          expect(calls).to.deep.equal([1 + Math.min(retryBudget, unlimited)]);
        },
      ),
    );
  });

  it('A12.2, A12.4 fallbacks give each input what its first able candidate gives', async () => {
    const candidate = (index: number, able: readonly boolean[][]): Runnable<number, string> =>
      RunnableLambda.from(async (input: number) => {
        if (input % 2 === 0) await Promise.resolve();
        if (able[input]?.[index] !== true) throw new Error(`${input} by ${index}`);
        return `${input} by ${index}`;
      });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }).chain((count) =>
          fc.array(fc.array(fc.boolean(), { minLength: count, maxLength: count }), {
            minLength: 1,
            maxLength: 6,
          }),
        ),
        async (able) => {
          const [first, ...others] = (able[0] ?? []).map((_, index) => candidate(index, able));
          const step = (first as Runnable<number, string>).withFallbacks(others);
          const expected = (input: number, ifAllFail: number): string => {
            const index = (able[input] ?? []).indexOf(true);
            return `${input} by ${index === -1 ? ifAllFail : index}`;
          };
          const inputs = inputsOf(able);
          expect(plain(await step.batchSettled(inputs))).to.deep.equal(
            inputs.map((input) => expected(input, others.length)),
          );
          const one = inputs.map((input) => expected(input, 0));
          expect(plain(await Promise.allSettled(inputs.map((input) => step.invoke(input))))).to.deep.equal(
            one,
          );
          const streams = inputs.map(async (input) => (await collect(step.stream(input))).join(''));
          expect(plain(await Promise.allSettled(streams))).to.deep.equal(one);
        },
      ),
    );
  });
});

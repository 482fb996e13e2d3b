import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { RunnableLambda, RunnableSequence, type FailedAttempt } from 'runwright';
import { caught } from '../support/caught.js';
import { fakeClock } from '../support/fake-clock.js';
import { flaky } from '../support/flaky.js';

class RateLimited extends Error {}
class Denied extends Error {}

const AT_ONCE = { waitExponentialJitter: false } as const;

describe('withRetry, in a batch', () => {
  const clock = fakeClock();

  const errors = (count: number): Error[] => Array.from({ length: count }, () => new Error('busy'));

  describe('batch', () => {
    it('A11.6 re-sends only the inputs that still fail, and keeps the order of the inputs', async () => {
      const batches: number[][] = [];
      const left = new Map([
        [1, 1],
        [2, 2],
      ]);
      const step = RunnableLambda.from(async (input: number) => {
        (batches.at(-1) as number[]).push(input);
        const failures = left.get(input) ?? 0;
        left.set(input, failures - 1);
        if (failures > 0) throw new Error(String(input));
        return input * 10;
      });
      const onFailedAttempt = (_: unknown, { attempt }: FailedAttempt): void => {
        if (batches.length === attempt) batches.push([]);
      };
      batches.push([]);
      const retried = step.withRetry({ onFailedAttempt, ...AT_ONCE });
      expect(await retried.batch([0, 1, 2, 3])).to.deep.equal([0, 10, 20, 30]);
      expect(batches).to.deep.equal([[0, 1, 2, 3], [1, 2], [2]]);
    });

    it('A11.7 decides by the first error, by index, for all inputs that fail', async () => {
      const calls: number[] = [];
      const step = RunnableLambda.from((input: number) => {
        calls.push(input);
        if (input === 0) throw new RateLimited();
        if (input === 2) throw new Denied();
        return input;
      }).withRetry({ retryOn: RateLimited, stopAfterAttempt: 2, ...AT_ONCE });
      const outcomes = await step.batch([0, 1, 2], {}, { returnExceptions: true });
      expect(calls).to.deep.equal([0, 1, 2, 0, 2]);
      expect(outcomes[0]).to.be.instanceOf(RateLimited);
      expect(outcomes[1]).to.equal(1);
      expect(outcomes[2]).to.be.instanceOf(Denied);
    });

    it('A11.8 keeps successes and own errors where the first error is not retryable', async () => {
      const step = RunnableLambda.from((input: number) => {
        if (input === 2) throw new Denied();
        if (input === 1) throw new RateLimited();
        return input;
      }).withRetry({ retryOn: RateLimited, ...AT_ONCE });
      const [first, second, third] = await step.batch([2, 1, 0], {}, { returnExceptions: true });
      expect(first).to.be.instanceOf(Denied);
      expect(second).to.be.instanceOf(RateLimited);
      expect(third).to.equal(0);
    });

    it('A11.9 gives no input the success of another in the last attempt', async () => {
      let calls = 0;
      const step = RunnableLambda.from((input: number) => {
        calls += 1;
        if (input === 1 || calls === 1) throw new Error(`no ${input}`);
        return input;
      }).withRetry({ stopAfterAttempt: 2, ...AT_ONCE });
      const [first, second] = await step.batchSettled([0, 1]);
      expect(first).to.deep.equal({ status: 'fulfilled', value: 0 });
      expect(second).to.have.nested.property('reason.message', 'no 1');
    });

    it('rejects with the error of the input that failed for good', async () => {
      const step = RunnableLambda.from((input: number) => {
        if (input === 1) throw new Error('no 1');
        return input;
      }).withRetry({ stopAfterAttempt: 2, ...AT_ONCE });
      expect(await caught(step.batch([0, 1, 2]))).to.have.property('message', 'no 1');
    });

    it('waits once for all, as long as the longest Retry-After asks for', async () => {
      const times: number[] = [];
      const step = RunnableLambda.from((input: number, { attempt }) => {
        times.push(clock.now - 1_000_000);
        if (attempt === 1) throw Object.assign(new Error(), { retryAfter: input });
        return input;
      }).withRetry({ delay: 10 });
      const run = step.batch([100, 300, 200]);
      await clock.pass(400);
      expect(await run).to.deep.equal([100, 300, 200]);
      expect(times).to.deep.equal([0, 0, 0, 300, 300, 300]);
    });

    it('sends each attempt through the batch of the step', async () => {
      const sizes: number[] = [];
      const [first, second] = [flaky<number>('a'), flaky<number>('b')];
      const chain = RunnableSequence.from([first, second]).withRetry({
        onFailedAttempt: () => sizes.push(first.inputs.length),
        ...AT_ONCE,
      });
      expect(await chain.batch([1, 2, 3])).to.deep.equal([1, 2, 3]);
      // Step by step: 1 fails in the first step, 2 in the second; both are sent through the chain once more.
      expect(first.inputs).to.deep.equal([1, 2, 3, 1, 2]);
      expect(second.inputs).to.deep.equal([2, 3, 1, 2]);
    });

    it('fails an input for which onFailedAttempt throws with that error', async () => {
      const step = RunnableLambda.from((input: number, { attempt }) => {
        if (attempt === 1) throw new Error(String(input));
        return input;
      }).withRetry({
        onFailedAttempt: (_error, { input }) => {
          if (input === 1) throw new Error('stop 1');
        },
        ...AT_ONCE,
      });
      const [first, second] = await step.batchSettled([1, 2]);
      expect(first).to.have.nested.property('reason.message', 'stop 1');
      expect(second).to.deep.equal({ status: 'fulfilled', value: 2 });
    });

    it('fails all inputs where the predicate itself throws', async () => {
      const step = RunnableLambda.from((input: number) => {
        if (input > 0) throw new Error(String(input));
        return input;
      }).withRetry({
        retryOn: () => {
          throw new Error('bad predicate');
        },
        ...AT_ONCE,
      });
      const [first, second] = await step.batchSettled([0, 1]);
      expect(first).to.deep.equal({ status: 'fulfilled', value: 0 });
      expect(second).to.have.nested.property('reason.message', 'bad predicate');
    });

    it('D13 ends its wait at once when the batch is aborted, and starts nothing more', async () => {
      const controller = new AbortController();
      const work = flaky<number>(...errors(10));
      const run = caught(
        RunnableLambda.from(work).withRetry({ delay: 1000 }).batch([1, 2], { signal: controller.signal }),
      );
      await clock.pass(10);
      expect(clock.timers).to.equal(1);
      controller.abort(new Error('enough'));
      expect(await run).to.have.property('message', 'enough');
      await clock.pass(10_000);
      expect(work.inputs).to.deep.equal([1, 2]);
      expect(clock.timers).to.equal(0);
      expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
    });

    it('goes on with the other inputs when one of them is aborted', async () => {
      const controllers = [new AbortController(), new AbortController()];
      const work = flaky<number>(...errors(2));
      const run = RunnableLambda.from(work)
        .withRetry({ delay: 1000 })
        .batchSettled(
          [1, 2],
          controllers.map(({ signal }) => ({ signal })),
        );
      await clock.pass(10);
      controllers[0]?.abort(new Error('enough'));
      await clock.pass(1000);
      const [first, second] = await run;
      expect(first).to.have.nested.property('reason.message', 'enough');
      expect(second).to.deep.equal({ status: 'fulfilled', value: 2 });
      expect(work.inputs).to.deep.equal([1, 2, 2]);
    });

    it('shares the retry budget of the config among its inputs', async () => {
      const work = flaky<number>(...errors(100));
      const outcomes = await RunnableLambda.from(work)
        .withRetry(AT_ONCE)
        .batchSettled([1, 2, 3], { retryBudget: 2 });
      expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
      expect(work.inputs).to.deep.equal([1, 2, 3, 1, 2]);
    });

    it('of no inputs is an empty list', async () => {
      expect(await RunnableLambda.from(flaky<number>()).withRetry().batch([])).to.deep.equal([]);
    });
  });
});

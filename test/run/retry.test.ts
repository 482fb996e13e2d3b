import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import {
  AsynchronousStepError,
  InvalidOptionError,
  RunnableGenerator,
  RunnableLambda,
  RunnableRetry,
  RunnableSequence,
  runPathOf,
  type RetryOptions,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { fakeClock } from '../support/fake-clock.js';
import { flaky } from '../support/flaky.js';

class RateLimited extends Error {}
class Denied extends Error {}

const AT_ONCE = { waitExponentialJitter: false } as const;

describe('withRetry', () => {
  const clock = fakeClock();

  const errors = (count: number): Error[] => Array.from({ length: count }, () => new Error('busy'));

  describe('attempts', () => {
    it('A11.1 makes three in all by default', async () => {
      const work = flaky<string>('a', 'b', 'c', 'd');
      const run = caught(RunnableLambda.from(work).withRetry().invoke('x'));
      await clock.pass(60_000);
      expect(await run).to.have.property('message', 'c');
      expect(work.inputs).to.deep.equal(['x', 'x', 'x']);
    });

    it('C3 gives the output of the attempt that succeeds', async () => {
      const work = flaky<string>('a', 'b');
      expect(await RunnableLambda.from(work).withRetry(AT_ONCE).invoke('x')).to.equal('x');
      expect(work.inputs).to.have.length(3);
    });

    it('A26 stopAfterAttempt: 2 makes two', async () => {
      const work = flaky<string>('a', 'b', 'c');
      await caught(
        RunnableLambda.from(work)
          .withRetry({ stopAfterAttempt: 2, ...AT_ONCE })
          .invoke('x'),
      );
      expect(work.inputs).to.have.length(2);
    });

    it('A25.12 stopAfterAttempt: 1 makes one', async () => {
      const work = flaky<string>('a');
      const error = await caught(RunnableLambda.from(work).withRetry({ stopAfterAttempt: 1 }).invoke('x'));
      expect(error).to.have.property('message', 'a');
      expect(clock.timers).to.equal(0);
    });

    it('A25.12 maxRetries counts those after the first', async () => {
      const work = flaky<string>('a', 'b', 'c', 'd');
      const run = caught(RunnableLambda.from(work).withRetry({ maxRetries: 2 }).invoke('x'));
      await clock.pass(1000);
      expect(await run).to.have.property('message', 'c');
      expect(work.inputs).to.have.length(3);
    });

    for (const stopAfterAttempt of [0, null, Infinity]) {
      it(`A11.10 stopAfterAttempt: ${String(stopAfterAttempt)} makes as many as it takes`, async () => {
        const work = flaky<string>(...errors(40));
        expect(
          await RunnableLambda.from(work)
            .withRetry({ stopAfterAttempt, ...AT_ONCE })
            .invoke('x'),
        ).to.equal('x');
        expect(work.inputs).to.have.length(41);
      });
    }

    it('A11.3 throws the last error itself', async () => {
      const last = new Error('c');
      const work = flaky<string>('a', 'b', last);
      expect(await caught(RunnableLambda.from(work).withRetry(AT_ONCE).invoke('x'))).to.equal(last);
      expect(last).not.to.have.property('cause');
    });

    it('tells each attempt its number', async () => {
      const work = flaky<string>('a', 'b');
      await RunnableLambda.from(work).withRetry(AT_ONCE).invoke('x');
      expect(work.attempts).to.deep.equal([1, 2, 3]);
    });

    it('A9.2 hands the kwargs of the call to each attempt', async () => {
      const seen: unknown[] = [];
      const work = RunnableLambda.from((_input: string, { kwargs, attempt }) => {
        seen.push(kwargs['stop']);
        if (attempt === 1) throw new Error('a');
      });
      await work.withRetry(AT_ONCE).invoke('x', {}, { stop: 'here' });
      expect(seen).to.deep.equal(['here', 'here']);
    });

    it('takes an undefined, thrown, for an error like any other', async () => {
      const work = flaky<string>(undefined, undefined);
      expect(await RunnableLambda.from(work).withRetry(AT_ONCE).invoke('x')).to.equal('x');
    });
  });

  describe('retryOn', () => {
    it('A11.3 throws an error of another class at once', async () => {
      const denied = new Denied();
      const work = flaky<string>(denied);
      const run = RunnableLambda.from(work)
        .withRetry({ retryOn: RateLimited, ...AT_ONCE })
        .invoke('x');
      expect(await caught(run)).to.equal(denied);
      expect(work.inputs).to.have.length(1);
    });

    it('A11.1 retries errors of a class, and of its subclasses', async () => {
      class Slow extends RateLimited {}
      const work = flaky<string>(new RateLimited(), new Slow());
      const run = RunnableLambda.from(work)
        .withRetry({ retryOn: RateLimited, ...AT_ONCE })
        .invoke('x');
      expect(await run).to.equal('x');
    });

    it('A11.1 retries errors of any of several classes', async () => {
      const work = flaky<string>(new RateLimited(), new TypeError());
      const retryOn = [RateLimited, TypeError];
      expect(
        await RunnableLambda.from(work)
          .withRetry({ retryOn, ...AT_ONCE })
          .invoke('x'),
      ).to.equal('x');
    });

    it('retries nothing for an empty list', async () => {
      const work = flaky<string>('a');
      await caught(
        RunnableLambda.from(work)
          .withRetry({ retryOn: [], ...AT_ONCE })
          .invoke('x'),
      );
      expect(work.inputs).to.have.length(1);
    });

    it('C2.12 asks a predicate, with the error and the number of the attempt', async () => {
      const [first, second] = [new RateLimited(), new Denied()];
      const asked: unknown[] = [];
      const work = flaky<string>(first, second);
      const retryOn = (error: unknown, attempt: number): boolean => {
        asked.push([error, attempt]);
        return error instanceof RateLimited;
      };
      const run = RunnableLambda.from(work)
        .withRetry({ retryOn, ...AT_ONCE })
        .invoke('x');
      expect(await caught(run)).to.equal(second);
      expect(asked).to.deep.equal([
        [first, 1],
        [second, 2],
      ]);
    });

    it('recognises an error class written as a function', async () => {
      function Legacy(this: Error): void {}
      Legacy.prototype = Object.create(Error.prototype) as object;
      const retryOn = Legacy as unknown as new () => Error;
      const work = flaky<string>(new retryOn(), new Denied());
      expect(
        await caught(
          RunnableLambda.from(work)
            .withRetry({ retryOn, ...AT_ONCE })
            .invoke('x'),
        ),
      ).to.be.instanceOf(Denied);
      expect(work.inputs).to.have.length(2);
    });
  });

  describe('abortion', () => {
    it('D13 ends a wait at once with the reason of the signal, and no further attempt is made', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const work = flaky<string>('a', 'b');
      const run = caught(
        RunnableLambda.from(work).withRetry({ delay: 60_000 }).invoke('x', { signal: controller.signal }),
      );
      await clock.pass(1000);
      expect(clock.timers).to.equal(1);
      controller.abort(reason);
      expect(await run).to.equal(reason);
      expect(clock.timers).to.equal(0);
      expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
      await clock.pass(120_000);
      expect(work.inputs).to.have.length(1);
    });

    it('leaves no listener on the signal after a wait', async () => {
      const controller = new AbortController();
      const run = RunnableLambda.from(flaky<string>('a'))
        .withRetry({ delay: 10 })
        .invoke('x', { signal: controller.signal });
      await clock.pass(10);
      expect(await run).to.equal('x');
      expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
    });

    it('is no failure to be retried', async () => {
      const controller = new AbortController();
      const told: unknown[] = [];
      const work = RunnableLambda.from(() => {
        controller.abort(new Error('enough'));
        throw new Error('a');
      }).withRetry({ onFailedAttempt: (error) => told.push(error), ...AT_ONCE });
      expect(await caught(work.invoke('x', { signal: controller.signal }))).to.have.property(
        'message',
        'enough',
      );
      expect(told).to.deep.equal([]);
    });

    it('comes through even where there is neither a limit nor a wait', async () => {
      const controller = new AbortController();
      setImmediate(() => controller.abort(new Error('enough')));
      const work = RunnableLambda.from((): void => {
        throw new Error('a');
      }).withRetry({ stopAfterAttempt: 0, ...AT_ONCE });
      expect(await caught(work.invoke('x', { signal: controller.signal }))).to.have.property(
        'message',
        'enough',
      );
    });

    it('by a timeout ends a wait, too', async () => {
      const run = caught(
        RunnableLambda.from(flaky<string>('a')).withRetry({ delay: 500 }).invoke('x', { timeout: 100 }),
      );
      await clock.pass(100);
      expect(await run).to.have.property('name', 'TimeoutError');
      expect(clock.timers).to.equal(0);
    });
  });

  describe('in one another', () => {
    /** How often a step is called that fails for good in retries of so many attempts, from the inside out. */
    async function callsOf(...limits: number[]): Promise<number> {
      const work = flaky<string>(...errors(1000));
      const nested = limits.reduce<RunnableLambda<string, string> | RunnableRetry<string, string>>(
        (inner, stopAfterAttempt) => new RunnableRetry(inner, { stopAfterAttempt, ...AT_ONCE }),
        RunnableLambda.from(work),
      );
      await caught(nested.invoke('x'));
      return work.inputs.length;
    }

    it('add up: three attempts of three attempts are five calls', async () => {
      expect(await callsOf(3, 3)).to.equal(5);
    });

    it('never take attempts from one another', async () => {
      expect(await callsOf(6, 2)).to.equal(7);
      expect(await callsOf(2, 6)).to.equal(7);
      expect(await callsOf(3, 3, 3)).to.equal(7);
    });

    it('count what is retried inside a step of a chain', async () => {
      const [a, b] = [flaky<string>('a', 'a'), flaky<string>(...errors(100))];
      const chain = RunnableSequence.from([
        RunnableLambda.from(a).withRetry(AT_ONCE),
        RunnableLambda.from(b).withRetry(AT_ONCE),
      ]).withRetry(AT_ONCE);
      await caught(chain.invoke('x'));
      expect(a.inputs).to.have.length(5);
      expect(b.inputs).to.have.length(5);
    });

    it('give each inner run its full number in the first attempt', async () => {
      const calls = new Map<string, number>();
      const inner = RunnableLambda.from((input: string) => {
        const count = (calls.get(input) ?? 0) + 1;
        calls.set(input, count);
        if (count < 3) throw new Error(input);
      }).withRetry(AT_ONCE);
      const outer = RunnableLambda.from(async (inputs: string[], ctx) => {
        await Promise.all(inputs.map((input) => inner.invoke(input, ctx)));
      }).withRetry(AT_ONCE);
      await outer.invoke(['a', 'b', 'c']);
      expect([...calls.values()]).to.deep.equal([3, 3, 3]);
    });

    it('keep to the budget of the config together', async () => {
      const work = flaky<string>(...errors(100));
      const nested = RunnableLambda.from(work)
        .withRetry(AT_ONCE)
        .withRetry({ stopAfterAttempt: 10, ...AT_ONCE });
      await caught(nested.invoke('x', { retryBudget: 4 }));
      expect(work.inputs).to.have.length(5);
    });

    it('retry nothing on a budget of 0', async () => {
      const work = flaky<string>('a');
      await caught(RunnableLambda.from(work).withRetry(AT_ONCE).invoke('x', { retryBudget: 0 }));
      expect(work.inputs).to.have.length(1);
    });

    it('keep to a budget that an inner call narrows', async () => {
      const work = flaky<string>(...errors(100));
      const inner = RunnableLambda.from(work).withRetry({ stopAfterAttempt: 10, ...AT_ONCE });
      const outer = RunnableLambda.from((input: string, ctx) =>
        inner.invoke(input, { ...ctx, retryBudget: 1 }),
      );
      await caught(outer.invoke('x', { retryBudget: 5 }));
      expect(work.inputs).to.have.length(2);
    });
  });

  describe('invokeSync', () => {
    const failTwice = () =>
      RunnableLambda.from((input: string, { attempt }) => {
        if (attempt < 3) throw new Error(`attempt ${attempt}`);
        return input;
      });

    it('A25.21 retries where there is nothing to wait for', () => {
      expect(failTwice().withRetry(AT_ONCE).invokeSync('x')).to.equal('x');
    });

    it('A25.21 throws the last error where the attempts are used up', () => {
      expect(() =>
        failTwice()
          .withRetry({ stopAfterAttempt: 2, ...AT_ONCE })
          .invokeSync('x'),
      ).to.throw(Error, 'attempt 2');
    });

    it('A25.21 says so where it would have to wait, and keeps the error', () => {
      const step = RunnableLambda.from(function fetchPage(): void {
        throw new Error('offline');
      });
      expect(() => step.withRetry({ delay: 100 }).invokeSync('x'))
        .to.throw(
          AsynchronousStepError,
          '[R303] invokeSync needs synchronous steps, but fetchPage waits 100 ms before attempt 2. ' +
            'Use invoke, or retry without a wait.',
        )
        .with.nested.property('cause.message', 'offline');
    });

    it('A25.21 does not take an asynchronous step for a failure', () => {
      const work = flaky<string>();
      expect(() => RunnableLambda.from(work).withRetry(AT_ONCE).invokeSync('x')).to.throw(
        AsynchronousStepError,
      );
      expect(work.inputs).to.have.length(1);
    });

    it('A25.21 cannot await onFailedAttempt', () => {
      const retried = failTwice().withRetry({
        onFailedAttempt: () => Promise.reject(new Error('late')),
        ...AT_ONCE,
      });
      expect(() => retried.invokeSync('x')).to.throw(
        AsynchronousStepError,
        'has an asynchronous onFailedAttempt',
      );
    });

    it('A25.21 stops when the run is aborted from within', () => {
      const controller = new AbortController();
      const step = RunnableLambda.from((): void => {
        controller.abort(new Error('enough'));
        throw new Error('a');
      }).withRetry(AT_ONCE);
      expect(() => step.invokeSync('x', { signal: controller.signal })).to.throw(Error, 'enough');
    });
  });

  describe('the path of an error', () => {
    const fetchPage = RunnableLambda.from(function fetchPage(_input: string): string {
      throw new Error('offline');
    });
    const chain = RunnableSequence.from([fetchPage.withRetry(AT_ONCE), (text: string) => text], {
      name: 'Answer',
    });

    it('names the attempt', async () => {
      expect(runPathOf(await caught(chain.invoke('x')))).to.equal('Answer > retry#3 > fetchPage');
      expect(runPathOf(await caught(fetchPage.withRetry(AT_ONCE).invoke('x')))).to.equal(
        'retry#3 > fetchPage',
      );
    });

    it('names the attempt of a batch and of a synchronous run', async () => {
      expect(runPathOf(await caught(chain.batch(['x'])))).to.equal('Answer > retry#3 > fetchPage');
      try {
        chain.invokeSync('x');
        expect.fail('did not throw');
      } catch (error) {
        expect(runPathOf(error)).to.equal('Answer > retry#3 > fetchPage');
      }
    });

    it('names the attempt of a stream', async () => {
      const error = await caught(collect(fetchPage.withRetry(AT_ONCE).stream('x')));
      expect(runPathOf(error)).to.equal('retry#3 > fetchPage');
    });

    it('names the attempt of a stream that is cut off, and none where its input is', async () => {
      let calls = 0;
      const chat = RunnableLambda.from(async function* chat(_input: string) {
        calls += 1;
        if (calls === 1) throw new Error('busy');
        yield 'a';
        throw new Error('cut off');
      });
      expect(runPathOf(await caught(collect(chat.withRetry(AT_ONCE).stream('x'))))).to.equal(
        'retry#2 > chat',
      );
      const echo = RunnableGenerator.from(async function* echo(chunks: AsyncIterable<string>) {
        yield* chunks;
      });
      calls = 1;
      const chain = RunnableSequence.from([chat, echo.withRetry(AT_ONCE)]);
      expect(runPathOf(await caught(collect(chain.stream('x'))))).to.equal('RunnableSequence > chat');
    });

    it('names the last attempt where each throws the same object', async () => {
      const same = new Error('offline');
      const step = RunnableLambda.from(function step(): void {
        throw same;
      });
      await caught(step.withRetry(AT_ONCE).invoke('x'));
      expect(runPathOf(same)).to.equal('retry#3 > step');
    });

    it('is known to onFailedAttempt', async () => {
      const paths: unknown[] = [];
      const onFailedAttempt = (error: unknown) => paths.push(runPathOf(error));
      await caught(fetchPage.withRetry({ stopAfterAttempt: 2, onFailedAttempt, ...AT_ONCE }).invoke('x'));
      expect(paths).to.deep.equal(['retry#1 > fetchPage', 'retry#2 > fetchPage']);
    });
  });

  describe('what it is', () => {
    const step = RunnableLambda.from(function fetchPage(input: string) {
      return input;
    });

    it('A1.2 has the name of what it retries', () => {
      expect(step.withRetry().getName()).to.equal('fetchPage');
      expect(step.withRetry().getName('Input')).to.equal('fetchPage_input');
    });

    it('can be made of anything that can stand as a step', async () => {
      const retry = new RunnableRetry({ upper: (text: string) => text.toUpperCase() }, AT_ONCE);
      expect(await retry.invoke('x')).to.deep.equal({ upper: 'X' });
      expect(retry.bound.getName()).to.equal('RunnableParallel<upper>');
    });

    it('tells what it is made of', () => {
      const options = { stopAfterAttempt: 2, waitExponentialJitter: false };
      const structure = new RunnableRetry(step, options).structure();
      expect(structure).to.deep.include({ shape: 'wrap', again: 'retry, at most 2 attempts' });
      expect(structure.parts).to.deep.equal([{ node: step }]);
      expect(structure.recipe).to.deep.equal({ type: 'RunnableRetry', fields: { bound: step, ...options } });
      expect(new RunnableRetry(step, { stopAfterAttempt: 0 }).structure().again).to.equal(
        'retry, without limit',
      );
      expect(new RunnableRetry(step, { retryOn: Error }).structure().recipe).to.equal(undefined);
    });
  });

  describe('options', () => {
    const step = RunnableLambda.from(function fetchPage(input: string) {
      return input;
    });
    const wrong: [options: object, message: string][] = [
      [{ stopAfterAttempt: -1 }, 'stopAfterAttempt must be an integer from 0, or Infinity, got -1 (number).'],
      [
        { stopAfterAttempt: 1.5 },
        'stopAfterAttempt must be an integer from 0, or Infinity, got 1.5 (number).',
      ],
      [{ maxRetries: '3' }, 'maxRetries must be an integer from 0, or Infinity, got "3" (string).'],
      [
        { maxRetries: 2, stopAfterAttempt: 3 },
        'stopAfterAttempt must be left out where maxRetries is given, got 3 (number).',
      ],
      [{ delay: -5 }, 'delay must be a number of milliseconds from 0, got -5 (number).'],
      [{ delay: NaN }, 'delay must be a number of milliseconds from 0, got NaN (number).'],
      [{ backoffFactor: -1 }, 'backoffFactor must be a number from 0, got -1 (number).'],
      [{ maxDelay: '1s' }, 'maxDelay must be a number of milliseconds from 0, got "1s" (string).'],
      [
        { exponentialJitterParams: { initial: '1' } },
        'exponentialJitterParams.initial must be a number of milliseconds from 0, got "1" (string).',
      ],
      [
        { exponentialJitterParams: { jitter: -1 } },
        'exponentialJitterParams.jitter must be a number from 0, got -1 (number).',
      ],
      [
        { delay: 1, exponentialJitterParams: { initial: 1 } },
        'exponentialJitterParams.initial must be left out where delay is given, got 1 (number).',
      ],
      [
        { exponentialJitterParams: 5 },
        'exponentialJitterParams must be an object of numbers, got 5 (number).',
      ],
      [{ waitExponentialJitter: 'no' }, 'waitExponentialJitter must be true or false, got "no" (string).'],
      [
        { retryOn: 'Error' },
        'retryOn must be an error class, a list of them, or a predicate, got "Error" (string).',
      ],
      [{ retryOn: [Error, 429] }, 'retryOn[1] must be an error class, got 429 (number).'],
      [{ onFailedAttempt: true }, 'onFailedAttempt must be a function, got true (boolean).'],
    ];

    for (const [options, message] of wrong) {
      it(`are refused with what came: ${message}`, () => {
        expect(() => step.withRetry(options)).to.throw(
          InvalidOptionError,
          `[A102] fetchPage.withRetry: ${message}`,
        );
      });
    }

    it('are refused where they are no object', () => {
      expect(() => step.withRetry(3 as RetryOptions)).to.throw(
        InvalidOptionError,
        '[A102] fetchPage.withRetry: the policy must be an object of options, got 3 (number).',
      );
    });

    it('are taken over: changing the object later changes nothing', async () => {
      const options = { stopAfterAttempt: 2, waitExponentialJitter: false };
      const work = flaky<string>('a', 'b', 'c');
      const retried = RunnableLambda.from(work).withRetry(options);
      options.stopAfterAttempt = 5;
      await caught(retried.invoke('x'));
      expect(work.inputs).to.have.length(2);
    });
  });
});

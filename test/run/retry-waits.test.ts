import { expect } from 'chai';
import { RunnableLambda, type FailedAttempt, type RetryOptions } from 'runwright';
import { caught } from '../support/caught.js';
import { fakeClock } from '../support/fake-clock.js';
import { flaky } from '../support/flaky.js';

class RateLimited extends Error {}

const AT_ONCE = { waitExponentialJitter: false } as const;

describe('the waits of withRetry', () => {
  const clock = fakeClock();

  /** The times, in milliseconds from now, at which a runnable is called while it fails again and again. */
  async function timesOfCalls(options: RetryOptions, failures: readonly unknown[]): Promise<number[]> {
    const left = [...failures];
    const times: number[] = [];
    const start = clock.now;
    const work = RunnableLambda.from(() => {
      times.push(clock.now - start);
      if (left.length > 0) throw left.shift();
    });
    await clock.passUntil(work.withRetry(options).invoke(undefined));
    expect(clock.timers).to.equal(0);
    return times;
  }

  const errors = (count: number): Error[] => Array.from({ length: count }, () => new Error('busy'));

  describe('waits', () => {
    it('A11.2 wait longer each time, without jitter where it is 0', async () => {
      const times = await timesOfCalls(
        { stopAfterAttempt: 4, exponentialJitterParams: { initial: 20, jitter: 0 } },
        errors(3),
      );
      expect(times).to.deep.equal([0, 20, 60, 140]);
    });

    it('A11.2 wait 1, 2, 4 … seconds and up to one more by default', async () => {
      const times = await timesOfCalls({ stopAfterAttempt: 4 }, errors(3));
      const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      waits.forEach((ms, index) => expect(ms).to.be.within(1000 * 2 ** index, 1000 * 2 ** index + 1000));
    });

    it('A11.2 wait no longer than the maximum', async () => {
      const exponentialJitterParams = { initial: 100, expBase: 10, jitter: 50, max: 300 };
      const times = await timesOfCalls({ stopAfterAttempt: 4, exponentialJitterParams }, errors(3));
      expect(times[1]).to.be.within(100, 150);
      expect((times[2] ?? 0) - (times[1] ?? 0)).to.equal(300);
      expect((times[3] ?? 0) - (times[2] ?? 0)).to.equal(300);
    });

    it('A11.1 waitExponentialJitter: false waits not at all', async () => {
      expect(await timesOfCalls({ stopAfterAttempt: 4, ...AT_ONCE }, errors(3))).to.deep.equal([0, 0, 0, 0]);
    });

    it('C3 the other vocabulary waits without jitter: retry {3, 100 ms, 2}', async () => {
      const times = await timesOfCalls({ maxRetries: 3, delay: 100, backoffFactor: 2 }, errors(3));
      expect(times).to.deep.equal([0, 100, 300, 700]);
    });

    it('A25.12 maxRetries alone waits 100 ms, then twice as long each time', async () => {
      expect(await timesOfCalls({ maxRetries: 2 }, errors(2))).to.deep.equal([0, 100, 300]);
    });

    it('C2.12 wait no longer than maxDelay', async () => {
      const times = await timesOfCalls({ maxRetries: 4, delay: 100, maxDelay: 250 }, errors(4));
      expect(times).to.deep.equal([0, 100, 300, 550, 800]);
    });

    it('A25.12 has jitter in the other vocabulary where it is asked for', async () => {
      const options = { maxRetries: 1, delay: 100, exponentialJitterParams: { jitter: 50 } };
      const [, second] = await timesOfCalls(options, errors(1));
      expect(second).to.be.within(100, 150);
      const [, third] = await timesOfCalls({ maxRetries: 1, waitExponentialJitter: true }, errors(1));
      expect(third).to.be.within(1000, 2000);
    });

    it('combine stopAfterAttempt with delay', async () => {
      const times = await timesOfCalls({ stopAfterAttempt: 3, delay: 10, backoffFactor: 1 }, errors(2));
      expect(times).to.deep.equal([0, 10, 20]);
    });

    it('do not overflow after very many attempts', async () => {
      const options = { stopAfterAttempt: null, delay: 0, backoffFactor: 10 };
      const times = await timesOfCalls(options, errors(400));
      expect(times.at(-1)).to.equal(0);
    });
  });

  describe('Retry-After', () => {
    const askFor = async (error: object, options: RetryOptions = AT_ONCE): Promise<number | undefined> =>
      (await timesOfCalls(options, [error]))[1];

    it('is waited for: retryAfter of the error, in milliseconds', async () => {
      expect(await askFor(Object.assign(new RateLimited(), { retryAfter: 1500 }))).to.equal(1500);
    });

    it('is waited for: a number of seconds among the headers', async () => {
      expect(await askFor({ headers: { 'Retry-After': '2' } })).to.equal(2000);
      expect(await askFor({ headers: new Headers({ 'retry-after': '0.5' }) })).to.equal(500);
      expect(await askFor({ headers: new Map([['retry-after', 3]]) })).to.equal(3000);
      expect(await askFor({ headers: new Map([['Retry-After', 3]]) })).to.equal(3000);
      expect(await askFor({ headers: { 'retry-after': ['4', '5'] } })).to.equal(4000);
    });

    it('is waited for: a date', async () => {
      const date = new Date(clock.now + 5000).toUTCString();
      expect(await askFor({ headers: { 'retry-after': date } })).to.equal(5000);
    });

    it('is waited for: among the headers of the response', async () => {
      expect(
        await askFor({ headers: {}, response: { headers: new Headers({ 'retry-after': '2' }) } }),
      ).to.equal(2000);
    });

    it('counts where it is longer than the own wait', async () => {
      expect(await askFor({ retryAfter: 700 }, { maxRetries: 1, delay: 100 })).to.equal(700);
      expect(await askFor({ retryAfter: 70 }, { maxRetries: 1, delay: 100 })).to.equal(100);
    });

    it('does not count beyond the longest wait', async () => {
      expect(await askFor({ retryAfter: 3_600_000 }, { maxRetries: 1, maxDelay: 500 })).to.equal(500);
    });

    it('does not count in the past, or where it cannot be understood', async () => {
      const nonsense = [
        { retryAfter: -1 },
        { retryAfter: NaN },
        { retryAfter: '10' },
        { headers: { 'retry-after': 'soon' } },
        { headers: { 'retry-after': '-10' } },
        { headers: { 'retry-after': {} } },
        { headers: { 'retry-after': new Date(0).toUTCString() } },
        { headers: 'retry-after: 10' },
        { response: null },
      ];
      for (const error of nonsense) expect(await askFor(error)).to.equal(0);
      expect(await timesOfCalls(AT_ONCE, ['a text', null])).to.deep.equal([0, 0, 0]);
    });
  });

  describe('onFailedAttempt', () => {
    it('is told of each failed attempt and of what comes next', async () => {
      const [first, second] = errors(2);
      const told: [unknown, FailedAttempt][] = [];
      const run = caught(
        RunnableLambda.from(flaky<string>(first, second))
          .withRetry({ maxRetries: 1, delay: 50, onFailedAttempt: (...args) => told.push(args) })
          .invoke('x'),
      );
      await clock.pass(50);
      expect(await run).to.equal(second);
      expect(told).to.deep.equal([
        [first, { attempt: 1, attemptsLeft: 1, delay: 50, input: 'x' }],
        [second, { attempt: 2, attemptsLeft: 0, delay: undefined, input: 'x' }],
      ]);
    });

    it('is told of an error that is not retried', async () => {
      const told: (number | undefined)[] = [];
      const options = {
        retryOn: RateLimited,
        onFailedAttempt: (_: unknown, { delay }: FailedAttempt) => told.push(delay),
      };
      await caught(RunnableLambda.from(flaky<string>('a')).withRetry(options).invoke('x'));
      expect(told).to.deep.equal([undefined]);
    });

    it('is awaited', async () => {
      const order: string[] = [];
      const work = RunnableLambda.from((_input: string, { attempt }) => {
        order.push(`attempt ${attempt}`);
        if (attempt === 1) throw new Error('a');
      });
      const onFailedAttempt = async (): Promise<void> => {
        await new Promise((resolve) => setImmediate(resolve));
        order.push('told');
      };
      await work.withRetry({ onFailedAttempt, ...AT_ONCE }).invoke('x');
      expect(order).to.deep.equal(['attempt 1', 'told', 'attempt 2']);
    });

    it('ends the retry by throwing', async () => {
      const stop = new Error('no use');
      const work = flaky<string>('a');
      const onFailedAttempt = (): never => {
        throw stop;
      };
      const run = RunnableLambda.from(work)
        .withRetry({ onFailedAttempt, ...AT_ONCE })
        .invoke('x');
      expect(await caught(run)).to.equal(stop);
      expect(work.inputs).to.have.length(1);
    });
  });
});

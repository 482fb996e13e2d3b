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
  type FailedAttempt,
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

  describe('stream', () => {
    const broken = (chunks: readonly string[], failures: unknown[]) => {
      const calls: string[] = [];
      const step = RunnableLambda.from(async function* chat(input: string) {
        calls.push(input);
        await Promise.resolve();
        if (failures.length > 0) throw failures.shift();
        yield* chunks;
      });
      return { calls, step };
    };

    it('A11.5, A25.13, D16 is retried up to the first chunk', async () => {
      const { calls, step } = broken(['a', 'b'], errors(2));
      expect(await collect(step.withRetry(AT_ONCE).stream('x'))).to.deep.equal(['a', 'b']);
      expect(calls).to.deep.equal(['x', 'x', 'x']);
    });

    it('A25.13 throws the last error where no attempt gives a chunk', async () => {
      const failures = errors(5);
      const last = failures[2];
      const { calls, step } = broken(['a'], failures);
      expect(await caught(collect(step.withRetry(AT_ONCE).stream('x')))).to.equal(last);
      expect(calls).to.have.length(3);
    });

    it('A25.13 throws after the first chunk', async () => {
      const error = new Error('cut off');
      let calls = 0;
      const step = RunnableLambda.from(async function* chat(_input: string) {
        calls += 1;
        yield 'a';
        throw error;
      });
      const read: string[] = [];
      const reading = (async () => {
        for await (const chunk of step.withRetry(AT_ONCE).stream('x')) read.push(chunk);
      })();
      expect(await caught(reading)).to.equal(error);
      expect(read).to.deep.equal(['a']);
      expect(calls).to.equal(1);
    });

    it('A25.13 makes a chain behave the same invoked and streamed', async () => {
      const chain = (): RunnableSequence<string, string> =>
        RunnableSequence.from([
          (text: string) => text.trim(),
          RunnableLambda.from(flaky<string>('a', 'b')).withRetry(AT_ONCE),
          (text: string) => text.toUpperCase(),
        ]);
      expect(await chain().invoke(' x ')).to.equal('X');
      expect(await collect(chain().stream(' x '))).to.deep.equal(['X']);
    });

    it('takes an empty stream for a success', async () => {
      const { calls, step } = broken([], []);
      expect(await collect(step.withRetry(AT_ONCE).stream('x'))).to.deep.equal([]);
      expect(calls).to.have.length(1);
    });

    it('A2.5 works chunk by chunk where the step does, and reads the input again for each attempt', async () => {
      const order: string[] = [];
      async function* produce(): AsyncGenerator<string> {
        for (const chunk of ['a', 'b', 'c']) {
          order.push(`give ${chunk}`);
          yield chunk;
        }
      }
      let attempt = 0;
      const step = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
        attempt += 1;
        let count = 0;
        for await (const chunk of chunks) {
          order.push(`take ${chunk}`);
          count += 1;
          if (attempt === 1 && count === 2) throw new Error('a');
          if (count > 1) yield chunk;
        }
      });
      expect(await collect(step.withRetry(AT_ONCE).transform(produce()))).to.deep.equal(['b', 'c']);
      expect(order).to.deep.equal([
        'give a',
        'take a',
        'give b',
        'take b',
        'take a',
        'take b',
        'give c',
        'take c',
      ]);
    });

    it('tells onFailedAttempt what of the input was read', async () => {
      const inputs: unknown[] = [];
      const step = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>, { attempt }) {
        for await (const chunk of chunks) {
          if (attempt === 1 && chunk === 'b') throw new Error('a');
          if (attempt === 2) yield chunk;
        }
      });
      const onFailedAttempt = (_: unknown, { input }: FailedAttempt) => inputs.push(input);
      const retried = step.withRetry({ onFailedAttempt, ...AT_ONCE });
      expect(await collect(retried.transform(['a', 'b', 'c']))).to.deep.equal(['a', 'b', 'c']);
      expect(inputs).to.deep.equal(['ab']);
    });

    it('does not retry where the input itself has failed, which is not the fault of the step', async () => {
      const error = new Error('upstream');
      let attempts = 0;
      const step = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
        attempts += 1;
        for await (const chunk of chunks) if (chunk === '') yield chunk;
      });
      async function* fail(): AsyncGenerator<string> {
        yield 'a';
        throw error;
      }
      expect(await caught(collect(step.withRetry(AT_ONCE).transform(fail())))).to.equal(error);
      expect(attempts).to.equal(1);
    });

    it('D12 closes the input and the step when it is left', async () => {
      const closed: string[] = [];
      async function* produce(): AsyncGenerator<number> {
        try {
          for (let count = 0; ; count += 1) yield count;
        } finally {
          closed.push('input');
        }
      }
      const step = RunnableGenerator.from(async function* (chunks: AsyncIterable<number>) {
        try {
          yield* chunks;
        } finally {
          closed.push('step');
        }
      });
      for await (const chunk of step.withRetry(AT_ONCE).transform(produce())) if (chunk === 2) break;
      expect(closed).to.have.members(['input', 'step']);
    });

    it('D12 closes the input when it has failed for good', async () => {
      let closed = 0;
      async function* produce(): AsyncGenerator<number> {
        try {
          for (let count = 0; ; count += 1) yield count;
        } finally {
          closed += 1;
        }
      }
      const step = RunnableGenerator.from(async function* (
        chunks: AsyncIterable<number>,
      ): AsyncGenerator<number> {
        for await (const chunk of chunks) throw new Error(String(chunk));
      });
      await caught(collect(step.withRetry(AT_ONCE).transform(produce())));
      expect(closed).to.equal(1);
    });

    it('D13 ends a wait at once when the run is aborted', async () => {
      const controller = new AbortController();
      const { calls, step } = broken(['a'], errors(1));
      const run = caught(
        collect(step.withRetry({ delay: 60_000 }).stream('x', { signal: controller.signal })),
      );
      await clock.pass(1000);
      controller.abort(new Error('enough'));
      expect(await run).to.have.property('message', 'enough');
      await clock.pass(120_000);
      expect(calls).to.have.length(1);
      expect(clock.timers).to.equal(0);
      expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
    });

    it('ends a wait at once when it is left', async () => {
      const { calls, step } = broken(['a'], errors(1));
      const stream = step.withRetry({ delay: 60_000 }).stream('x');
      const pull = stream.next();
      await clock.pass(1000);
      expect(clock.timers).to.equal(1);
      await stream.return();
      expect(clock.timers).to.equal(0);
      expect(await pull).to.deep.equal({ done: true, value: undefined });
      await clock.pass(120_000);
      expect(calls).to.have.length(1);
    });
  });

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

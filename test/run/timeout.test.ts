import { AsyncLocalStorage } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import {
  AsynchronousStepError,
  InvalidOptionError,
  RunnableGenerator,
  RunnableLambda,
  RunnableSequence,
  RunnableTimeout,
  TimeoutError,
  runPathOf,
  type RunContext,
  type TimeoutOptions,
} from 'runwright';
import { useClock } from '../../src/run/clock.js';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { fakeClock } from '../support/fake-clock.js';

const AT_ONCE = { waitExponentialJitter: false } as const;

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Never answers, whatever happens. */
const hanging = RunnableLambda.from(function hang(_input: unknown): Promise<string> {
  return new Promise(() => undefined);
});

describe('withTimeout', () => {
  const clock = fakeClock();

  const after = <T>(ms: number, value: T): Promise<T> =>
    clock.pass(0).then(
      () =>
        new Promise((resolve) => {
          void clock.pass(ms).then(() => resolve(value));
        }),
    );

  describe('total', () => {
    it('fails a run that takes too long, though its step goes on', async () => {
      const run = caught(hanging.withTimeout({ total: 100 }).invoke('x'));
      await clock.pass(99);
      expect(clock.timers).to.equal(1);
      await clock.pass(1);
      const error = await run;
      expect(error).to.be.instanceOf(TimeoutError);
      expect(error).to.deep.include({ limitMs: 100, limit: 'total' });
      expect(error).to.have.property('message', '[R305] The run did not end within 100 ms.');
      expect(clock.timers).to.equal(0);
    });

    it('leaves a run alone that ends in time, and no timer', async () => {
      const step = RunnableLambda.from(async (input: string) => {
        await nextTurn();
        return input;
      });
      expect(await step.withTimeout({ total: 100 }).invoke('x')).to.equal('x');
      expect(clock.timers).to.equal(0);
    });

    it('leaves no timer where a run fails, synchronously or not', async () => {
      const error = new Error('busy');
      const fail = (): never => {
        throw error;
      };
      for (const step of [RunnableLambda.from(fail), RunnableLambda.from(async () => fail())]) {
        expect(await caught(step.withTimeout({ total: 100 }).invoke('x'))).to.equal(error);
        expect(clock.timers).to.equal(0);
      }
    });

    it('aborts what runs inside, which has one turn to end by itself', async () => {
      const order: string[] = [];
      const step = RunnableLambda.from(
        (_input: unknown, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener(
              'abort',
              () => {
                order.push('aborted');
                reject(new Error('stopped'));
              },
              { once: true },
            );
          }),
      );
      const run = caught(step.withTimeout({ total: 100 }).invoke('x')).then((error) => {
        order.push((error as Error).name);
      });
      await clock.pass(100);
      await run;
      expect(order).to.deep.equal(['aborted', 'TimeoutError']);
    });

    it('aborts inside alone: what is outside can still go on', async () => {
      const fallback = RunnableLambda.from((_input: unknown, { signal }) => `aborted: ${signal.aborted}`);
      const run = hanging.withTimeout({ total: 100 }).withFallbacks([fallback]).invoke('x');
      await clock.pass(100);
      expect(await run).to.equal('aborted: false');
    });

    it('starts no step any more once the time is up', async () => {
      let calls = 0;
      const chain = RunnableSequence.from([
        async (_input: string) => after(150, 'late'),
        () => {
          calls += 1;
        },
      ]).withTimeout({ total: 100 });
      expect(await caught(chain.invoke('x'))).to.be.instanceOf(TimeoutError);
      await clock.pass(1000);
      expect(calls).to.equal(0);
    });

    it('tells the steps inside when their time is up', async () => {
      const seen: (number | undefined)[] = [];
      const step = RunnableLambda.from((_input: unknown, ctx: RunContext) => {
        seen.push(ctx.deadline === undefined ? undefined : ctx.deadline - clock.now, ctx.remaining());
      });
      const limited = step.withTimeout({ total: 100 });
      await limited.invoke('x');
      await limited.invoke('x', { timeout: 30 });
      await limited.withTimeout({ total: 20 }).invoke('x');
      limited.invokeSync('x');
      await collect(limited.stream('x'));
      await step.withTimeout({ idle: 5 }).invoke('x');
      expect(seen).to.deep.equal([100, 100, 30, 30, 20, 20, 100, 100, 100, 100, undefined, Infinity]);
    });

    it('gives each attempt of a retry its own time', async () => {
      let calls = 0;
      const step = RunnableLambda.from((_input: unknown) => {
        calls += 1;
        return calls < 3 ? new Promise<string>(() => undefined) : 'done';
      });
      const run = step
        .withTimeout({ total: 100 })
        .withRetry({ retryOn: TimeoutError, ...AT_ONCE })
        .invoke('x');
      expect(await clock.passUntil(run)).to.equal('done');
      expect(calls).to.equal(3);
    });

    it('limits all attempts of a retry inside it, and ends its wait', async () => {
      const step = RunnableLambda.from((): void => {
        throw new Error('busy');
      });
      const run = caught(step.withRetry({ delay: 60_000 }).withTimeout({ total: 100 }).invoke('x'));
      await clock.pass(100);
      expect(await run).to.be.instanceOf(TimeoutError);
      expect(clock.timers).to.equal(0);
    });

    it('counts time that a step blocks', async () => {
      const step = RunnableLambda.from((_input: unknown) => hanging.invoke('x'));
      const run = caught(step.withTimeout({ total: 100 }).invoke('x'));
      await clock.pass(100);
      expect(await run).to.be.instanceOf(TimeoutError);
    });

    it('counts where it is shorter than one around it, and the one around where that is', async () => {
      const run = caught(hanging.withTimeout({ total: 200 }).withTimeout({ total: 100 }).invoke('x'));
      await clock.pass(100);
      expect(await run).to.have.property('limitMs', 100);
      expect(clock.timers).to.equal(0);
      const other = caught(hanging.withTimeout({ total: 100 }).withTimeout({ total: 200 }).invoke('x'));
      await clock.pass(100);
      expect(await other).to.have.property('limitMs', 100);
      expect(clock.timers).to.equal(0);
    });

    it('ends with the reason where the run is aborted before, and leaves no timer and no listener', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const run = caught(hanging.withTimeout({ total: 100 }).invoke('x', { signal: controller.signal }));
      await clock.pass(10);
      controller.abort(reason);
      expect(await run).to.equal(reason);
      expect(clock.timers).to.equal(0);
      expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
    });

    it('leaves no timer where a part beside it has failed', async () => {
      const step = RunnableLambda.from(async (_input: unknown, ctx: RunContext) => {
        await RunnableSequence.from([{ slow: hanging.withTimeout({ total: 100 }), bad: fail }, same]).invoke(
          'x',
          ctx,
        );
      });
      const fail = async (): Promise<never> => {
        throw new Error('busy');
      };
      const same = (value: unknown): unknown => value;
      expect(await caught(step.invoke('x'))).to.have.property('message', 'busy');
      expect(clock.timers).to.equal(0);
    });

    it('has kwargs pass through', async () => {
      const step = RunnableLambda.from((_input: string, { kwargs }) => kwargs['stop']);
      expect(await step.withTimeout({ total: 100 }).invoke('x', {}, { stop: 'here' })).to.equal('here');
    });
  });

  describe('invokeSync', () => {
    it('A25.21 runs a synchronous step, which nothing can interrupt', () => {
      const step = RunnableLambda.from((input: string) => input);
      expect(step.withTimeout({ total: 100, idle: 5 }).invokeSync('x')).to.equal('x');
      expect(clock.timers).to.equal(0);
    });

    it('A25.21 refuses an asynchronous one', () => {
      expect(() => hanging.withTimeout({ total: 100 }).invokeSync('x')).to.throw(
        AsynchronousStepError,
        'but hang gives a promise',
      );
      expect(clock.timers).to.equal(0);
    });
  });

  describe('stream', () => {
    /** A stream that waits so many milliseconds before each of its chunks, and before its end. */
    const pausing = (...pauses: readonly number[]) => {
      const state = { closed: 0, aborted: 0 };
      const step = RunnableLambda.from(async function* chat(_input: unknown, { signal }: RunContext) {
        signal.addEventListener('abort', () => (state.aborted += 1));
        try {
          for (const [index, pause] of pauses.entries()) {
            await pauseFor(pause, signal);
            if (index < pauses.length - 1) yield index;
          }
        } finally {
          state.closed += 1;
        }
      });
      return Object.assign(step, { state });
    };

    /** Waits by the fake clock, unless aborted. */
    async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
      if (ms === 0) return;
      const until = clock.now + ms;
      while (clock.now < until) {
        await nextTurn();
        signal.throwIfAborted();
      }
    }

    /** Reads a stream while the clock goes on, a few milliseconds a turn. */
    async function read<T>(chunks: AsyncIterable<T>): Promise<{ read: T[]; error: unknown }> {
      const read: T[] = [];
      let ended = false;
      const reading = (async () => {
        for await (const chunk of chunks) read.push(chunk);
      })();
      const outcome = reading.then(
        () => undefined,
        (error: unknown) => error,
      );
      void outcome.then(() => (ended = true));
      while (!(ended as boolean)) await clock.pass(5);
      return { read, error: await outcome };
    }

    it('passes a stream through that keeps to the limits', async () => {
      const step = pausing(30, 10, 10, 10);
      const limits = { total: 200, firstChunk: 50, idle: 20 };
      expect(await read(step.withTimeout(limits).stream('x'))).to.deep.equal({
        read: [0, 1, 2],
        error: undefined,
      });
      expect(clock.timers).to.equal(0);
      expect(step.state).to.deep.equal({ closed: 1, aborted: 0 });
    });

    it('limits the wait for the first chunk', async () => {
      const step = pausing(60, 0, 0);
      const { read: chunks, error } = await read(step.withTimeout({ firstChunk: 50 }).stream('x'));
      expect(chunks).to.deep.equal([]);
      expect(error).to.be.instanceOf(TimeoutError);
      expect(error).to.have.property('message', '[R305] The stream gave no first chunk within 50 ms.');
      expect(step.state).to.deep.equal({ closed: 1, aborted: 1 });
      expect(clock.timers).to.equal(0);
    });

    it('limits no wait for a further chunk by that', async () => {
      const { read: chunks } = await read(pausing(0, 100, 100).withTimeout({ firstChunk: 50 }).stream('x'));
      expect(chunks).to.deep.equal([0, 1]);
    });

    it('limits the wait for each further chunk, and for the end', async () => {
      for (const step of [pausing(100, 10, 10, 60, 0), pausing(100, 10, 10, 60)]) {
        const { read: chunks, error } = await read(step.withTimeout({ idle: 50 }).stream('x'));
        expect(chunks).to.deep.equal([0, 1, 2]);
        expect(error).to.have.property('message', '[R305] The stream gave no further chunk within 50 ms.');
        expect(step.state).to.deep.equal({ closed: 1, aborted: 1 });
        expect(clock.timers).to.equal(0);
      }
    });

    it('does not count the time that the reader takes as idle', async () => {
      const stream = pausing(0, 0, 0, 0).withTimeout({ idle: 50 }).stream('x');
      const chunks: number[] = [];
      for await (const chunk of stream) {
        chunks.push(chunk);
        await clock.pass(500);
      }
      expect(chunks).to.deep.equal([0, 1, 2]);
      expect(clock.timers).to.equal(0);
    });

    it('limits the stream as a whole, also while nobody reads', async () => {
      const step = pausing(0, 0, 0);
      const stream = step.withTimeout({ total: 100 }).stream('x');
      expect(await stream.next()).to.deep.equal({ done: false, value: 0 });
      await clock.pass(100);
      expect(step.state.closed).to.equal(1);
      expect(clock.timers).to.equal(0);
      expect(await caught(stream.next())).to.have.property(
        'message',
        '[R305] The run did not end within 100 ms.',
      );
      expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
    });

    it('has its clocks started by the first pull', async () => {
      const stream = pausing(10, 10).withTimeout({ total: 50, firstChunk: 20 }).stream('x');
      await clock.pass(1000);
      expect(clock.timers).to.equal(0);
      expect((await read(stream)).read).to.deep.equal([0]);
    });

    it('fails in time, though the step does not hear that it is aborted', async () => {
      const deaf = RunnableLambda.from(async function* deaf(_input: unknown) {
        yield 'a';
        await new Promise(() => undefined);
      });
      const { read: chunks, error } = await read(deaf.withTimeout({ idle: 50 }).stream('x'));
      expect(chunks).to.deep.equal(['a']);
      expect(error).to.be.instanceOf(TimeoutError);
    });

    it('D12 closes the stream when it is left', async () => {
      const step = pausing(0, 0, 0, 0);
      for await (const chunk of step.withTimeout({ total: 100, idle: 50 }).stream('x'))
        if (chunk === 1) break;
      expect(step.state).to.deep.equal({ closed: 1, aborted: 0 });
      expect(clock.timers).to.equal(0);
    });

    it('answers a pull that is under way when it is left', async () => {
      const stream = hanging.withTimeout({ total: 100 }).stream('x');
      const pull = stream.next();
      await nextTurn();
      await stream.return();
      expect(await pull).to.deep.equal({ done: true, value: undefined });
      expect(clock.timers).to.equal(0);
    });

    it('ends with the reason where the run is aborted', async () => {
      const controller = new AbortController();
      const step = pausing(0, 1000);
      const stream = step.withTimeout({ total: 5000, idle: 5000 }).stream('x', { signal: controller.signal });
      await stream.next();
      const pull = caught(stream.next());
      controller.abort(new Error('enough'));
      expect(await pull).to.have.property('message', 'enough');
      expect(step.state).to.deep.equal({ closed: 1, aborted: 1 });
      expect(clock.timers).to.equal(0);
      expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
    });

    it('throws the error of the stream as it is, and leaves no timer', async () => {
      const error = new Error('cut off');
      const step = RunnableLambda.from(async function* (_input: unknown) {
        yield 'a';
        throw error;
      });
      expect(await read(step.withTimeout({ total: 100, idle: 50 }).stream('x'))).to.deep.equal({
        read: ['a'],
        error,
      });
      expect(clock.timers).to.equal(0);
    });

    it('A2.5 works chunk by chunk where the step does', async () => {
      const order: string[] = [];
      async function* produce(): AsyncGenerator<string> {
        for (const chunk of ['a', 'b']) {
          order.push(`give ${chunk}`);
          yield chunk;
        }
      }
      const echo = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
        for await (const chunk of chunks) {
          order.push(`take ${chunk}`);
          yield chunk;
        }
      });
      expect(await collect(echo.withTimeout({ total: 100 }).transform(produce()))).to.deep.equal(['a', 'b']);
      expect(order).to.deep.equal(['give a', 'take a', 'give b', 'take b']);
    });

    it('is retried where the first chunk is late, and has another candidate take its place', async () => {
      let calls = 0;
      const step = RunnableLambda.from(async function* (_input: unknown, { signal }: RunContext) {
        calls += 1;
        if (calls === 1) await pauseFor(1000, signal);
        yield `call ${calls}`;
      }).withTimeout({ firstChunk: 50 });
      expect((await read(step.withRetry(AT_ONCE).stream('x'))).read).to.deep.equal(['call 2']);
      calls = 0;
      expect((await read(step.withFallbacks([() => 'other']).stream('x'))).read).to.deep.equal(['other']);
    });

    it('has several pulls at once answered in their order', async () => {
      const stream = pausing(10, 10, 10).withTimeout({ firstChunk: 50, idle: 50 }).stream('x');
      const pulls = Promise.all([stream.next(), stream.next(), stream.next()]);
      for (let turn = 0; turn < 20; turn += 1) await clock.pass(5);
      expect(await pulls).to.deep.equal([
        { done: false, value: 0 },
        { done: false, value: 1 },
        { done: true, value: undefined },
      ]);
      expect(clock.timers).to.equal(0);
    });
  });

  describe('batch', () => {
    it('fails the inputs that take too long, and none else', async () => {
      const step = RunnableLambda.from((input: number) =>
        input === 1 ? new Promise<number>(() => undefined) : input,
      );
      const run = step.withTimeout({ total: 100 }).batchSettled([0, 1, 2]);
      await clock.pass(100);
      const [first, second, third] = await run;
      expect(first).to.deep.equal({ status: 'fulfilled', value: 0 });
      expect(second).to.have.nested.property('reason.name', 'TimeoutError');
      expect(third).to.deep.equal({ status: 'fulfilled', value: 2 });
      expect(clock.timers).to.equal(0);
    });

    it('gives each input its own time, from when it is worked on', async () => {
      const step = RunnableLambda.from((input: number) => after(60, input));
      const run = step.withTimeout({ total: 100 }).batch([1, 2, 3], { maxConcurrency: 1 });
      expect(await run).to.deep.equal([1, 2, 3]);
      expect(clock.timers).to.equal(0);
    });

    describe('of a runnable that works on a batch as a whole', () => {
      const inputs: string[][] = [];
      const sequence = (second: (input: string) => string | Promise<string>) =>
        RunnableSequence.from([
          (input: string) => {
            inputs.at(-1)?.push(input);
            return input;
          },
          second,
        ]);
      beforeEach(() => inputs.splice(0, inputs.length, []));

      it('lets it', async () => {
        const order: string[] = [];
        const chain = RunnableSequence.from([
          (input: string) => {
            order.push(`1 ${input}`);
            return input;
          },
          (input: string) => {
            order.push(`2 ${input}`);
            return input;
          },
        ]);
        expect(await chain.withTimeout({ total: 100 }).batch(['a', 'b'])).to.deep.equal(['a', 'b']);
        expect(order).to.deep.equal(['1 a', '1 b', '2 a', '2 b']);
        expect(clock.timers).to.equal(0);
      });

      it('fails the inputs that are not done in time, each with an error of its own', async () => {
        const chain = sequence((input) => (input === 'b' ? input : new Promise<string>(() => undefined)));
        const run = chain.withTimeout({ total: 100 }).batchSettled(['a', 'b', 'c']);
        await clock.pass(100);
        const [a, b, c] = await run;
        expect(a).to.have.nested.property('reason.name', 'TimeoutError');
        expect(b).to.deep.equal({ status: 'fulfilled', value: 'b' });
        expect(c).to.have.nested.property('reason.name', 'TimeoutError');
        expect((a as PromiseRejectedResult).reason).not.to.equal((c as PromiseRejectedResult).reason);
        expect(clock.timers).to.equal(0);
      });

      it('gives each input its own time where some have to wait', async () => {
        const chain = sequence((input) => after(60, input));
        const run = chain.withTimeout({ total: 100 }).batch(['a', 'b', 'c'], { maxConcurrency: 1 });
        expect(await run).to.deep.equal(['a', 'b', 'c']);
      });

      it('ends with the reason where the batch is aborted', async () => {
        const controller = new AbortController();
        const chain = sequence(() => new Promise<string>(() => undefined));
        const run = caught(
          chain.withTimeout({ total: 100 }).batch(['a', 'b'], { signal: controller.signal }),
        );
        await clock.pass(10);
        controller.abort(new Error('enough'));
        expect(await run).to.have.property('message', 'enough');
        expect(clock.timers).to.equal(0);
        expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
      });

      it('passes its failures on', async () => {
        const chain = sequence((input) => {
          if (input === 'b') throw new Error('no b');
          return input;
        });
        const outcomes = await chain
          .withTimeout({ total: 100 })
          .batch(['a', 'b'], {}, { returnExceptions: true });
        expect(outcomes[0]).to.equal('a');
        expect(outcomes[1]).to.have.property('message', 'no b');
      });
    });
  });

  describe('the path of an error', () => {
    it('names what took too long', async () => {
      const chain = RunnableSequence.from([hanging.withTimeout({ total: 100 }), (text: string) => text], {
        name: 'Answer',
      });
      const run = caught(chain.invoke('x'));
      await clock.pass(100);
      expect(runPathOf(await run)).to.equal('Answer > hang');
    });

    it('is that of the step where the step has failed', async () => {
      const step = RunnableLambda.from(function fetchPage(_input: string): string {
        throw new Error('offline');
      });
      const retried = step.withRetry({ stopAfterAttempt: 1 }).withTimeout({ total: 100 });
      expect(runPathOf(await caught(step.withTimeout({ total: 100 }).invoke('x')))).to.equal('fetchPage');
      expect(runPathOf(await caught(retried.invoke('x')))).to.equal('retry#1 > fetchPage');
    });
  });

  describe('what it is', () => {
    const step = RunnableLambda.from(function fetchPage(input: string) {
      return input;
    });

    it('A1.2 has the name of what it limits', () => {
      expect(step.withTimeout({ total: 1 }).getName()).to.equal('fetchPage');
    });

    it('can be made of anything that can stand as a step', async () => {
      const timeout = new RunnableTimeout({ upper: (text: string) => text.toUpperCase() }, { total: 10 });
      expect(await timeout.invoke('x')).to.deep.equal({ upper: 'X' });
      expect(timeout.bound.getName()).to.equal('RunnableParallel<upper>');
    });

    it('tells what it is made of', () => {
      const timeout = new RunnableTimeout(step, { total: 10, idle: 5 });
      expect(timeout.transparent).to.equal(true);
      expect(timeout.structure()).to.deep.equal({
        shape: 'wrap',
        parts: [{ node: step }],
        recipe: {
          type: 'RunnableTimeout',
          fields: { bound: step, total: 10, firstChunk: undefined, idle: 5 },
        },
      });
    });
  });

  describe('limits', () => {
    const step = RunnableLambda.from(function fetchPage(input: string) {
      return input;
    });
    const range = 'a number of milliseconds above 0, up to 2147483647';
    const wrong: [limits: unknown, message: string][] = [
      [{ total: 0 }, `total must be ${range}, got 0 (number).`],
      [{ total: '5s' }, `total must be ${range}, got "5s" (string).`],
      [{ firstChunk: -1 }, `firstChunk must be ${range}, got -1 (number).`],
      [{ idle: 2 ** 31 }, `idle must be ${range}, got 2147483648 (number).`],
      [{ idle: NaN }, `idle must be ${range}, got NaN (number).`],
      [{ total: Infinity }, `total must be ${range}, got Infinity (number).`],
      [{}, 'the limits must be at least one of total, firstChunk and idle, got an empty object.'],
      [5000, 'the limits must be an object, got 5000 (number).'],
      [undefined, 'the limits must be an object, got undefined.'],
    ];
    for (const [limits, message] of wrong) {
      it(`are refused with what came: ${message}`, () => {
        expect(() => step.withTimeout(limits as TimeoutOptions)).to.throw(
          InvalidOptionError,
          `[A102] fetchPage.withTimeout: ${message}`,
        );
      });
    }
  });
});

describe('withTimeout, by the clock of the system', () => {
  const timersInUse = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

  it('fails a run that takes too long', async () => {
    const error = await caught(hanging.withTimeout({ total: 5 }).invoke('x'));
    expect(error).to.be.instanceOf(TimeoutError);
  });

  it('sets no timer for what ends in the turn that it began in', async () => {
    // The test runner sets a timer of its own when a test has begun.
    await nextTurn();
    const before = timersInUse();
    const step = RunnableLambda.from(async (input: number) => input).withTimeout({ total: 60_000 });
    const run = step.batch([1, 2, 3]);
    expect(timersInUse()).to.equal(before);
    expect(await run).to.deep.equal([1, 2, 3]);
    await nextTurn();
    await nextTurn();
    expect(timersInUse()).to.equal(before);
  });

  it('leaves no timer where another clock has been put in its place meanwhile', async () => {
    await nextTurn();
    const before = timersInUse();
    const restored: (() => void)[] = [];
    const step = RunnableLambda.from(async (input: number) => {
      for (let turn = 0; turn < 3; turn += 1) await nextTurn();
      const started = timersInUse() - before;
      restored.push(useClock({ now: () => 0, setTimeout: () => 0, clearTimeout: () => undefined }));
      return started + input;
    }).withTimeout({ total: 60_000 });
    try {
      expect(await step.invoke(1)).to.equal(2);
    } finally {
      for (const restore of restored) restore();
    }
    expect(timersInUse()).to.equal(before);
  });

  it('leaves no timer behind what took longer', async () => {
    await nextTurn();
    const before = timersInUse();
    const seen: number[] = [];
    const step = RunnableLambda.from(async (input: number) => {
      for (let turn = 0; turn < 3; turn += 1) await nextTurn();
      seen.push(timersInUse() - before);
      return input;
    }).withTimeout({ total: 60_000 });
    expect(await step.batch([1, 2, 3])).to.deep.equal([1, 2, 3]);
    expect(Math.max(...seen)).to.equal(3);
    expect(timersInUse()).to.equal(before);
  });

  it('tells of the abortion outside of the asynchronous context of another run', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const step = RunnableLambda.from(
      (_input: unknown, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            seen.push(storage.getStore());
            reject(new Error('stopped'));
          });
        }),
    ).withTimeout({ total: 5 });
    await Promise.all(['first', 'second'].map((name) => storage.run(name, () => caught(step.invoke('x')))));
    expect(seen).to.deep.equal([undefined, undefined]);
  });
});

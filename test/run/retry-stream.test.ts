import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { RunnableGenerator, RunnableLambda, RunnableSequence, type FailedAttempt } from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { fakeClock } from '../support/fake-clock.js';
import { flaky } from '../support/flaky.js';

const AT_ONCE = { waitExponentialJitter: false } as const;

describe('withRetry, streamed', () => {
  const clock = fakeClock();

  const errors = (count: number): Error[] => Array.from({ length: count }, () => new Error('busy'));

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
});

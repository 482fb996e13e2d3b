import { expect } from 'chai';
import {
  AbortError,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  TimeoutError,
  runPathOf,
  type RunContext,
  type Runnable,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { countedSignal } from '../support/counted-signal.js';
import { fakeClock } from '../support/fake-clock.js';
import { turns } from '../support/turns.js';
import { untilAborted } from '../support/until-aborted.js';

/** A source of three chunks that notes what becomes of it. */
function source(log: string[], name = 'source') {
  return async function* (): AsyncGenerator<number> {
    try {
      for (const chunk of [1, 2, 3]) {
        log.push(`${name} ${chunk}`);
        yield chunk;
      }
    } finally {
      log.push(`${name} closed`);
    }
  };
}

/** A stage that passes on what it reads and notes what becomes of it. */
function stage(log: string[], name: string) {
  return async function* (chunks: AsyncIterable<number>): AsyncGenerator<number> {
    try {
      for await (const chunk of chunks) {
        log.push(`${name} ${chunk}`);
        yield chunk;
      }
    } finally {
      await turns();
      log.push(`${name} closed`);
    }
  };
}

describe('stream', () => {
  const clock = fakeClock();

  it('is an async iterable at once, and awaiting it gives it back', async () => {
    const stream = RunnableLambda.from((x: number) => x + 1).stream(1);
    expect(await Promise.resolve(stream)).to.equal(stream);
    expect(stream[Symbol.asyncIterator]()).to.equal(stream);
    expect(await collect(stream)).to.deep.equal([2]);
  });

  it('starts with the first pull', async () => {
    const log: string[] = [];
    const stream = RunnableGenerator.from(source(log)).stream(undefined);
    await turns();
    expect(log).to.deep.equal([]);
    await stream.next();
    expect(log).to.deep.equal(['source 1']);
    await stream.return();
  });

  it('A2.5 is pulled by its reader: each chunk goes through every stage before the next is made', async () => {
    const log: string[] = [];
    const chain = RunnableSequence.from([source(log), stage(log, 'a'), stage(log, 'b')]);
    for await (const chunk of chain.stream(undefined)) log.push(`read ${chunk}`);
    expect(log.slice(0, 8)).to.deep.equal([
      'source 1',
      'a 1',
      'b 1',
      'read 1',
      'source 2',
      'a 2',
      'b 2',
      'read 2',
    ]);
  });

  it('A18.5 leaving early closes every stage, the last first, before the reader goes on; nothing more is made', async () => {
    const log: string[] = [];
    const chain = RunnableSequence.from([source(log), stage(log, 'a'), stage(log, 'b')]);
    for await (const chunk of chain.stream(undefined)) {
      log.push(`read ${chunk}`);
      break;
    }
    expect(log).to.deep.equal(['source 1', 'a 1', 'b 1', 'read 1', 'source closed', 'a closed', 'b closed']);
    await turns(2);
    expect(log).to.have.length(7);
  });

  it('A18.7 chunks that came before an error stay, then it is thrown; a stream that failed has ended', async () => {
    const error = new Error('third');
    const stream = RunnableGenerator.from(async function* () {
      yield 1;
      yield 2;
      throw error;
    }).stream(undefined);
    expect(await stream.next()).to.deep.equal({ done: false, value: 1 });
    expect(await stream.next()).to.deep.equal({ done: false, value: 2 });
    expect(await caught(stream.next())).to.equal(error);
    expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('answers pulls that were not awaited in their order', async () => {
    const chain = RunnableSequence.from([source([]), stage([], 'a')]);
    const stream = chain.stream(undefined);
    const pulls = [stream.next(), stream.next(), stream.next(), stream.next(), stream.next()];
    expect((await Promise.all(pulls)).map(({ value }) => value as unknown)).to.deep.equal([
      1,
      2,
      3,
      undefined,
      undefined,
    ]);
  });

  it('rejects the first of several waiting pulls with an error, and ends the others', async () => {
    const stream = RunnableLambda.from(async (): Promise<number> => {
      await turns();
      throw new Error('late');
    }).stream(undefined);
    const outcomes = await Promise.allSettled([stream.next(), stream.next(), stream.next()]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled', 'fulfilled']);
  });

  it('ends a waiting pull when it is closed meanwhile, and aborts what the pull waits for', async () => {
    const stream = RunnableLambda.from(untilAborted).stream(undefined);
    const waiting = stream.next();
    await turns();
    await stream.return();
    expect(await waiting).to.deep.equal({ done: true, value: undefined });
  });

  it('closes a source of the caller even if no step has read it', async () => {
    const log: string[] = [];
    const chunks = source(log)();
    await chunks.next();
    const deaf = RunnableGenerator.from(async function* (_chunks: AsyncIterable<number>) {
      yield 'done';
    });
    expect(await collect(deaf.transform(chunks))).to.deep.equal(['done']);
    expect(log).to.deep.equal(['source 1', 'source closed']);
  });

  it('opens a source of the caller once, whatever makes it an iterable', async () => {
    const web = (): ReadableStream<number> =>
      new ReadableStream({
        start(controller) {
          for (const chunk of [1, 2, 3]) controller.enqueue(chunk);
          controller.close();
        },
      });
    const chain = RunnableSequence.from([stage([], 'a'), { b: stage([], 'b'), c: stage([], 'c') }]);
    expect(await collect(chain.transform(web()))).to.have.length(6);
    const inner = RunnableSequence.from([() => 0, RunnableGenerator.from(() => web()), stage([], 'a')]);
    expect(await collect(inner.stream(undefined))).to.deep.equal([1, 2, 3]);
  });

  it('takes chunks from a list, a text, and an iterator that answers at once', async () => {
    const same = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
      yield* chunks;
    });
    expect(await collect(same.transform(['a', 'b']))).to.deep.equal(['a', 'b']);
    expect(await collect(same.transform('ab'))).to.deep.equal(['a', 'b']);
    let left = 2;
    const next = (): IteratorResult<string> => {
      left -= 1;
      return left < 0 ? { done: true, value: undefined } : { done: false, value: 'x' };
    };
    const hasty = { [Symbol.asyncIterator]: () => ({ next }) } as unknown as AsyncIterable<string>;
    expect(await collect(same.transform(hasty))).to.deep.equal(['x', 'x']);
  });

  describe('aborted', () => {
    it('before its start, rejects with the reason and runs nothing', async () => {
      const log: string[] = [];
      const reason = new Error('never');
      const stream = RunnableGenerator.from(source(log)).stream(undefined, {
        signal: AbortSignal.abort(reason),
      });
      expect(await caught(stream.next())).to.equal(reason);
      expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
      expect(log).to.deep.equal([]);
    });

    it('between two pulls, closes every stage at once and rejects the next pull with the reason', async () => {
      const log: string[] = [];
      const counted = countedSignal();
      const chain = RunnableSequence.from([source(log), stage(log, 'a')]);
      const stream = chain.stream(undefined, { signal: counted.signal });
      await stream.next();
      const reason = new Error('enough');
      counted.abort(reason);
      await turns(2);
      expect(log).to.deep.equal(['source 1', 'a 1', 'source closed', 'a closed']);
      expect(await caught(stream.next())).to.equal(reason);
      expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
      expect(counted.listeners).to.equal(0);
    });

    it('during a pull, rejects it with the reason though the step ignores its signal', async () => {
      let goOn: (() => void) | undefined;
      const log: string[] = [];
      const slow = async function* (chunks: AsyncIterable<number>): AsyncGenerator<number> {
        try {
          for await (const chunk of chunks) {
            await new Promise<void>((resolve) => (goOn = resolve));
            log.push('went on');
            yield chunk;
          }
        } finally {
          log.push('slow closed');
        }
      };
      const counted = countedSignal();
      const chain = RunnableSequence.from([source(log), slow, stage(log, 'after')]);
      const waiting = caught(chain.stream(undefined, { signal: counted.signal }).next());
      await turns();
      const reason = new Error('enough');
      counted.abort(reason);
      expect(await waiting).to.equal(reason);
      await turns(3);
      // What is upstream of the busy stage is closed without waiting for it.
      expect(log).to.deep.equal(['source 1', 'source closed']);
      goOn?.();
      await turns(2);
      expect(log).to.deep.equal([
        'source 1',
        'source closed',
        'went on',
        'after 1',
        'slow closed',
        'after closed',
      ]);
      expect(counted.listeners).to.equal(0);
    });

    it('with a reason that is no Error, rejects with an AbortError whose cause is the reason', async () => {
      const controller = new AbortController();
      const waiting = caught(
        RunnableLambda.from(untilAborted).stream(0, { signal: controller.signal }).next(),
      );
      await turns();
      controller.abort('a text');
      const error = await waiting;
      expect(error).to.be.instanceOf(AbortError).with.property('cause', 'a text');
    });

    it('after its end, changes nothing', async () => {
      const counted = countedSignal();
      const stream = RunnableGenerator.from(source([])).stream(undefined, { signal: counted.signal });
      expect(await collect(stream)).to.deep.equal([1, 2, 3]);
      expect(counted.listeners).to.equal(0);
      counted.abort(new Error('late'));
      expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
    });
  });

  it('that nobody reads holds nothing: no listener, no timer', async () => {
    const counted = countedSignal();
    const chain = RunnableLambda.from((x: number) => x);
    chain.stream(1, { signal: counted.signal, timeout: 60_000 });
    expect(counted.listeners).to.equal(0);
    expect(clock.timers).to.equal(0);
  });

  it('counts its timeout from the first pull', async () => {
    let deadline: number | undefined;
    const waiting = RunnableLambda.from((input: unknown, ctx: RunContext) => {
      deadline = ctx.deadline;
      return untilAborted(input, ctx);
    });
    const stream = waiting.stream(undefined, { timeout: 500 });
    await clock.pass(1000);
    const next = caught(stream.next());
    await clock.pass(499);
    expect(deadline).to.equal(clock.now + 1);
    await clock.pass(1);
    expect(await next)
      .to.be.instanceOf(TimeoutError)
      .with.property('limitMs', 500);
    expect(clock.timers).to.equal(0);
  });

  it('A25.2 a branch that fails aborts the others, which do not hold up the error', async () => {
    const log: string[] = [];
    const branches = RunnableParallel.from({
      bad: async () => {
        await turns();
        throw new Error('bad');
      },
      waiting: (input: unknown, ctx: RunContext) => untilAborted(input, ctx),
      deaf: () => new Promise<number>(() => {}),
      idle: source(log, 'idle'),
    });
    const error = await caught(collect(branches.stream(undefined)));
    expect(error).to.be.an('error').with.property('message', 'bad');
    expect(runPathOf(error)).to.equal('RunnableParallel<bad,waiting,deaf,idle> > bad');
    expect(log).to.include('idle closed');
  });

  it('A25.2 a branch that fails does not wait for what a stage before it is busy with', async () => {
    const signals: AbortSignal[] = [];
    const slow = async function* (_: AsyncIterable<number>, ctx: RunContext): AsyncGenerator<number> {
      signals.push(ctx.signal);
      yield 1;
      await untilAborted(undefined, ctx);
    };
    const chain = RunnableSequence.from([
      slow,
      {
        bad: async function* (chunks: AsyncIterable<number>) {
          for await (const chunk of chunks) if (chunk === 1) throw new Error('bad');
          yield 0;
        },
        good: stage([], 'good'),
      },
    ]);
    const error = await caught(collect(chain.stream(0)));
    expect(runPathOf(error)).to.equal('RunnableSequence > RunnableParallel<bad,good> > bad');
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
  });

  it('leaving early aborts a branch that is still busy, and the stage that it reads from', async () => {
    const log: string[] = [];
    const slow = async function* (_: AsyncIterable<number>, ctx: RunContext): AsyncGenerator<number> {
      yield 1;
      try {
        await untilAborted(undefined, ctx);
      } finally {
        log.push('slow closed');
      }
    };
    const chain = RunnableSequence.from([slow, { first: stage(log, 'first'), all: (sum: number) => sum }]);
    for await (const _chunk of chain.stream(0)) break;
    expect(log).to.deep.equal(['first 1', 'slow closed', 'first closed']);
  });

  it('leaving early does not abort a run whose stages are all idle, so that they can clean up', async () => {
    const aborted: boolean[] = [];
    const stages = Array.from(
      { length: 3 },
      () =>
        async function* (chunks: AsyncIterable<number>, { signal }: RunContext): AsyncGenerator<number> {
          try {
            yield* chunks;
          } finally {
            await turns(3);
            aborted.push(signal.aborted);
          }
        },
    );
    const chain = stages.reduce<Runnable<undefined, number>>(
      (chain, next) => chain.pipe(RunnableGenerator.from(next)),
      RunnableGenerator.from(source([])),
    );
    for await (const _chunk of chain.stream(undefined)) break;
    expect(aborted).to.deep.equal([false, false, false]);
  });

  describe('names in the path of an error', () => {
    const same = (x: number): number => x;
    const failing = async function* failing(chunks: AsyncIterable<number>): AsyncGenerator<number> {
      for await (const chunk of chunks) {
        yield chunk;
        throw new Error('failing');
      }
    };

    it('the stage where it began, not those that passed it on', async () => {
      const chain = RunnableSequence.from([same, failing, stage([], 'a'), same]);
      expect(runPathOf(await caught(collect(chain.stream(1))))).to.equal('RunnableSequence > failing');
    });

    it('neither a branch that only read it', async () => {
      const chain = RunnableSequence.from([failing, { a: stage([], 'a'), b: same }]);
      expect(runPathOf(await caught(collect(chain.transform([1]))))).to.equal('RunnableSequence > failing');
    });

    it('the branch where it began', async () => {
      const inner = RunnableSequence.from([same, failing], { name: 'inner' });
      const chain = RunnableSequence.from([same, { a: same, b: inner }], { name: 'outer' });
      expect(runPathOf(await caught(collect(chain.stream(1))))).to.equal(
        'outer > RunnableParallel<a,b> > inner > failing',
      );
    });
  });
});

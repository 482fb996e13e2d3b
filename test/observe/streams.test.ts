import { expect } from 'chai';
import {
  RunnableBase,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  addable,
  type Run,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { Recorder } from '../support/observing.js';

const letters = RunnableGenerator.from(async function* letters(chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) yield* chunk;
});
const upper = RunnableGenerator.from(async function* upper(chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) yield chunk.toUpperCase();
});
const reverse = RunnableLambda.from((text: string) => Array.from(text).reverse().join(''), {
  name: 'reverse',
});

const brief = (lines: readonly string[]): string[] => lines.map((line) => line.split(' ', 2).join(' '));

describe('runs of a stream', () => {
  let seen: Recorder;
  beforeEach(() => {
    seen = new Recorder();
  });

  it('A18.1 starts a step when its first chunk is there, the step before it always earlier', async () => {
    const chain = RunnableSequence.from([letters, upper]);
    await collect(chain.stream('ab', { callbacks: [seen] }));
    expect(seen.lines).to.deep.equal([
      'start RunnableSequence {"input":""}',
      'start letters {"input":""}',
      'chunk letters "a"',
      'start upper {"input":""}',
      'chunk upper "A"',
      'chunk RunnableSequence "A"',
      'chunk letters "b"',
      'chunk upper "B"',
      'chunk RunnableSequence "B"',
      'end letters {"output":"ab"}',
      'end upper {"output":"AB"}',
      'end RunnableSequence {"output":"AB"}',
    ]);
    seen.check();
  });

  it('A18.2 knows the input at the end, added up', async () => {
    async function* pieces() {
      yield 'a';
      yield 'b';
    }
    const inputs: unknown[] = [];
    const observer = {
      onStart: (run: Run) => inputs.push(run.inputs),
      onEnd: (run: Run) => inputs.push(run.inputs),
    };
    await collect(RunnableSequence.from([letters, reverse]).transform(pieces(), { callbacks: [observer] }));
    expect(inputs).to.deep.equal([...Array(3).fill({ input: '' }), ...Array(3).fill({ input: 'ab' })]);
  });

  it('A18.2 knows the input as far as it had come when the run fails', async () => {
    const fails = RunnableGenerator.from(async function* fails(chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) {
        if (chunk === 'c') throw new Error('no c');
        yield chunk;
      }
    });
    const inputs: unknown[] = [];
    const observer = {
      onStart: (run: Run) => run.name === 'fails' && inputs.push(run.inputs),
      onError: (run: Run) => run.name === 'fails' && inputs.push(run.inputs),
    };
    await caught(
      collect(RunnableSequence.from([letters, fails, upper]).stream('abcd', { callbacks: [observer] })),
    );
    expect(inputs).to.deep.equal([{ input: '' }, { input: 'abc' }]);
  });

  it('A18.3 ends what is upstream first, and the root last', async () => {
    await collect(RunnableSequence.from([letters, upper, reverse]).stream('ab', { callbacks: [seen] }));
    expect(brief(seen.lines).filter((line) => line.startsWith('end'))).to.deep.equal([
      ...['end letters', 'end upper', 'end reverse', 'end RunnableSequence'],
    ]);
  });

  it('A18.4 A0.6 records what the chunks add up to, or the last of them where two do not add', async () => {
    const yields = (...chunks: unknown[]) =>
      RunnableGenerator.from(async function* () {
        yield* chunks;
      });
    const outputOf = async (...chunks: unknown[]): Promise<unknown> => {
      const recorder = new Recorder();
      await collect(yields(...chunks).stream(1, { callbacks: [recorder] }));
      return recorder.runs[0]?.output;
    };
    expect(await outputOf(1, 2, 3)).to.equal(6);
    expect(await outputOf(addable({ a: 'x' }), addable({ a: 'y' }))).to.deep.equal({ a: 'xy' });
    expect(await outputOf({ a: 1 }, { b: 2 })).to.deep.equal({ b: 2 });
    expect(await outputOf(1, 2, 'a', 3, 4)).to.equal(4);
    expect(await outputOf()).to.equal(undefined);
    const step = RunnableLambda.from(async function* (_: number) {
      yield* ['a', 'b'];
    });
    await collect(RunnableSequence.from([step, reverse]).stream(1, { callbacks: [seen] }));
    expect(seen.runs.map(({ output }) => output)).to.deep.equal(['ba', 'ab', 'ba']);
  });

  it('A18.5 A25.3 ends every open run with what it has given so far when the reader leaves', async () => {
    const closed: string[] = [];
    const endless = RunnableGenerator.from(async function* endless() {
      try {
        for (let n = 1; ; n += 1) yield n;
      } finally {
        closed.push('endless');
      }
    });
    const halves = RunnableGenerator.from(async function* halves(chunks: AsyncIterable<number>) {
      try {
        for await (const chunk of chunks) yield chunk / 2;
      } finally {
        closed.push('halves');
      }
    });
    const stream = RunnableSequence.from([endless, halves]).stream(0, { callbacks: [seen] });
    for await (const chunk of stream) if (chunk === 1) break;
    expect(closed.sort()).to.deep.equal(['endless', 'halves']);
    expect(seen.lines.filter((line) => !line.startsWith('chunk')).slice(3)).to.deep.equal([
      'end endless {"output":3}',
      'end halves {"output":1.5}',
      'end RunnableSequence {"output":1.5}',
    ]);
    seen.check();
  });

  it('A25.3 ends with an end event, too, what was busy when the reader left', async () => {
    const wait = RunnableLambda.from(
      (_: string, { signal }: RunContext) =>
        new Promise<string>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      { name: 'wait' },
    );
    const facts = RunnableParallel.from({ a: letters, b: wait });
    for await (const _ of facts.stream('ab', { callbacks: [seen] })) break;
    expect(seen.lines.filter((line) => line.startsWith('e'))).to.deep.equal([
      'end wait {}',
      'end letters {"output":"a"}',
      'end RunnableParallel<a,b> {"a":"a"}',
    ]);
    seen.check();
  });

  it('D12 has run the finally blocks of generators before a stream that was left is closed', async () => {
    let cleaned = false;
    const slow = RunnableGenerator.from(async function* () {
      try {
        yield 1;
        yield 2;
      } finally {
        await new Promise((resolve) => setTimeout(resolve, 2));
        cleaned = true;
      }
    });
    for await (const _ of slow.stream(0, { callbacks: [seen] })) break;
    expect(cleaned).to.equal(true);
    seen.check();
  });

  it('A18.6 ends every open run with an error when the stream is aborted', async () => {
    const controller = new AbortController();
    const wait = RunnableGenerator.from(async function* wait(
      chunks: AsyncIterable<string>,
      { signal }: RunContext,
    ) {
      for await (const chunk of chunks) {
        yield chunk;
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      }
    });
    const stream = RunnableSequence.from([letters, wait]).stream('ab', {
      callbacks: [seen],
      signal: controller.signal,
    });
    await stream.next();
    setTimeout(() => controller.abort(new Error('enough')), 1);
    await caught(stream.next());
    const errors = seen.lines.filter((line) => line.startsWith('e'));
    expect(errors.slice(0, 2)).to.have.members(['error wait "enough"', 'error letters "enough"']);
    expect(errors.slice(2)).to.deep.equal(['error RunnableSequence "enough"']);
    seen.check();
  });

  it('A25.3 ends a run with an error that was aborted just before its stream ended, as its reader is told', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const last = RunnableGenerator.from(async function* last() {
      yield 'a';
      controller.abort(reason);
    });
    const { signal } = controller;
    expect(await caught(collect(last.stream(0, { callbacks: [seen], signal })))).to.equal(reason);
    expect(seen.lines).to.deep.equal(['start last {"input":""}', 'chunk last "a"', 'error last "enough"']);
    seen.check();
  });

  it('A18.7 gives the chunks before an error, then throws it, and ends each run with it', async () => {
    const fails = RunnableGenerator.from(async function* fails(chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) {
        if (chunk === 'c') throw new Error('no c');
        yield chunk;
      }
    });
    const chunks: string[] = [];
    const chain = RunnableSequence.from([letters, fails, upper]);
    const error = await caught(
      (async () => {
        for await (const chunk of chain.stream('abc', { callbacks: [seen] })) chunks.push(chunk);
      })(),
    );
    expect(error).to.be.an('error').with.property('message', 'no c');
    expect(chunks).to.deep.equal(['A', 'B']);
    expect(seen.lines.filter((line) => line.startsWith('e'))).to.deep.equal([
      // The loop of `fails` closes what it reads before the error leaves it.
      'end letters {"output":"abc"}',
      'error fails "no c"',
      'error upper "no c"',
      'error RunnableSequence "no c"',
    ]);
    seen.check();
  });

  it('does not begin a step that was aborted while its start was told', async () => {
    const begun: string[] = [];
    class Custom extends RunnableBase<string, string> {
      readonly kind = 'custom';
      execute(): never {
        throw new Error('This is streamed.');
      }
      override async *executeStream(): AsyncGenerator<string> {
        begun.push('custom');
        yield 'x';
      }
    }
    const controller = new AbortController();
    const reason = new Error('enough');
    const slow = {
      onStart: async () => {
        await Promise.resolve();
        controller.abort(reason);
      },
    };
    const { signal } = controller;
    const error = await caught(
      collect(new Custom('custom').stream('a', { signal, callbacks: [slow, seen] })),
    );
    expect(error).to.equal(reason);
    expect(begun).to.deep.equal([]);
    seen.check();
  });

  it('has no run for a step that its input never reaches', async () => {
    const fail = RunnableLambda.from(
      (): string => {
        throw new Error('down');
      },
      { name: 'fail' },
    );
    await caught(collect(RunnableSequence.from([fail, upper]).stream('a', { callbacks: [seen] })));
    expect(seen.tree).to.deep.equal(['RunnableSequence', 'RunnableSequence/fail']);
    seen.check();
  });

  it('has a run for each branch of a parallel, also for one that is left in the middle', async () => {
    const facts = RunnableParallel.from({ a: letters, b: reverse });
    await collect(facts.stream('ab', { callbacks: [seen] }));
    expect(seen.tree).to.deep.equal([
      'RunnableParallel<a,b>',
      'RunnableParallel<a,b>/letters',
      'RunnableParallel<a,b>/reverse',
    ]);
    for await (const _ of facts.stream('ab', { callbacks: [seen] })) break;
    seen.check();
  });

  it('starts nothing for a stream that is closed before it is read', async () => {
    const stream = RunnableSequence.from([letters, upper]).stream('ab', { callbacks: [seen] });
    await stream.return();
    expect(seen.runs).to.deep.equal([]);
    expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('ends a stream that its step opened and forgot', async () => {
    const peek = RunnableLambda.from(
      async (text: string) => (await letters.stream(text)[Symbol.asyncIterator]().next()).value,
      { name: 'peek' },
    );
    expect(await peek.invoke('ab', { callbacks: [seen] })).to.equal('a');
    expect(seen.lines.slice(-2)).to.deep.equal(['end letters {"output":"a"}', 'end peek {"output":"a"}']);
  });

  it('D17 prints no warning for a chain of twenty streamed steps', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    const chain = RunnableSequence.from(Array.from({ length: 20 }, () => upper) as never);
    const { signal } = new AbortController();
    expect(await collect(chain.stream('a' as never, { callbacks: [seen], signal }))).to.deep.equal(['A']);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    expect(warnings).to.deep.equal([]);
    expect(seen.runs).to.have.length(21);
  });
});

import { expect } from 'chai';
import {
  ConsoleTracer,
  RunnableLambda,
  RunnableSequence,
  setDebug,
  type Run,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const trim = RunnableLambda.from((text: string) => text.trim(), { name: 'trim' });
const count = RunnableLambda.from(
  async (text: string, ctx: RunContext) => {
    await ctx.dispatch('progress', { at: 1 });
    await ctx.dispatch('done');
    return { length: text.length };
  },
  { name: 'count' },
);
const fail = RunnableLambda.from(
  (_: unknown): never => {
    throw new TypeError('no\n  good');
  },
  { name: 'fail' },
);
const chain = RunnableSequence.from([trim, count], { name: 'Answer' });

/** Lines without times, which differ each time. */
const timeless = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/^ *[\d.]+ m?s (?=[│✔✖])/, '    T ms ').replaceAll(/\[\d+ms\]/g, '[Tms]'));

/** What goes to the standard error while some work is done. */
async function printed(work: () => Promise<unknown>): Promise<string> {
  const { write } = process.stderr;
  let text = '';
  process.stderr.write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  try {
    await work();
  } finally {
    process.stderr.write = write;
  }
  return text;
}

describe('ConsoleTracer', () => {
  let lines: string[];
  let tracer: ConsoleTracer;
  beforeEach(() => {
    lines = [];
    tracer = new ConsoleTracer({ write: (line) => lines.push(line) });
  });

  it('prints a tree of the runs while they happen, with values, times and events', async () => {
    await chain.invoke(' four ', { callbacks: [tracer] });
    expect(timeless(lines)).to.deep.equal([
      "         ▶ Answer ' four '",
      "         │ ▶ trim ' four '",
      "    T ms │ ✔ trim 'four'",
      "         │ ▶ count 'four'",
      '         │ │ • progress { at: 1 }',
      '         │ │ • done',
      '    T ms │ ✔ count { length: 4 }',
      '    T ms ✔ Answer { length: 4 }',
    ]);
  });

  it('counts the chunks of a stream', async () => {
    await collect(trim.stream(' four ', { callbacks: [tracer] }));
    expect(timeless(lines)).to.deep.equal(['         ▶ trim', "    T ms ✔ trim 1 chunk 'four'"]);
  });

  it('prints an error where it was thrown, with the path of the run', async () => {
    await caught(
      RunnableSequence.from([trim, fail], { name: 'Answer' }).invoke('x', { callbacks: [tracer] }),
    );
    expect(timeless(lines).slice(-2)).to.deep.equal([
      '    T ms │ ✖ fail TypeError: no good at Answer > fail',
      '    T ms ✖ Answer',
    ]);
  });

  it('prints an error once in each tree, also one that is thrown again and again', async () => {
    const error = new Error('down');
    const same = RunnableLambda.from(
      (_: string): string => {
        throw error;
      },
      { name: 'same' },
    );
    const failing = RunnableSequence.from([trim, same], { name: 'Answer' });
    await caught(failing.invoke('x', { callbacks: [tracer] }));
    await caught(failing.invoke('y', { callbacks: [tracer] }));
    expect(timeless(lines).filter((line) => line.includes('✖'))).to.deep.equal(
      Array(2).fill(['    T ms │ ✖ same Error: down at Answer > same', '    T ms ✖ Answer']).flat(),
    );
  });

  it('refuses a length of values that is none', () => {
    for (const valueLength of [0, -1, Number.NaN])
      expect(() => new ConsoleTracer({ valueLength })).to.throw(
        '[A102] new ConsoleTracer: valueLength must be a number from 1',
      );
  });

  it('tells the attempts of a retry apart', async () => {
    let calls = 0;
    const flaky = RunnableLambda.from(
      (text: string) => {
        calls += 1;
        if (calls === 1) throw new Error('busy');
        return text;
      },
      { name: 'flaky' },
    );
    await flaky.withRetry({ waitExponentialJitter: false }).invoke('x', { callbacks: [tracer] });
    expect(timeless(lines)).to.deep.equal([
      "         ▶ flaky 'x'",
      "         │ ▶ flaky 'x'",
      '    T ms │ ✖ flaky Error: busy at retry#1 > flaky',
      "         │ ▶ flaky attempt 2 'x'",
      "    T ms │ ✔ flaky attempt 2 'x'",
      "    T ms ✔ flaky 'x'",
    ]);
  });

  it('prints why a run was aborted', async () => {
    const controller = new AbortController();
    const hang = RunnableLambda.from(() => new Promise(() => undefined), { name: 'hang' });
    const work = caught(hang.invoke('x', { callbacks: [tracer], signal: controller.signal }));
    controller.abort();
    await work;
    expect(timeless(lines)).to.deep.equal([
      "         ▶ hang 'x'",
      '    T ms ✖ hang AbortError: This operation was aborted at hang',
    ]);
  });

  it('keeps times in a column, however long a run takes', async () => {
    const run = (ms: number): Run => ({
      ...{ name: 'a', path: 'a', tags: [], metadata: {}, children: [], id: '', parent: undefined },
      ...{ input: 1, output: 2, inputs: {}, outputs: {}, error: undefined },
      ...{ runType: 'chain', status: 'succeeded', startTime: 0, endTime: ms },
    });
    for (const ms of [0.04, 9.96, 42, 999, 1250, 754_321]) tracer.onEnd(run(ms));
    expect(lines).to.deep.equal([
      ...['  0.0 ms ✔ a 2', ' 10.0 ms ✔ a 2', '   42 ms ✔ a 2', '  999 ms ✔ a 2'],
      ...['  1.25 s ✔ a 2', '754.32 s ✔ a 2'],
    ]);
  });

  it('shortens values, and shows whatever they are', async () => {
    const short = new ConsoleTracer({ write: (line) => lines.push(line), valueLength: 12 });
    await RunnableLambda.from((_: string) => new Map([['key', { big: 1n }]])).invoke('a long, long text', {
      callbacks: [short],
    });
    expect(timeless(lines)).to.deep.equal([
      "         ▶ RunnableLambda 'a long, lo…",
      "    T ms ✔ RunnableLambda Map(1) { 'k…",
    ]);
  });

  it('colours when it is told to, and by itself only for a terminal', async () => {
    await trim.invoke('x', { callbacks: [new ConsoleTracer({ write: (l) => lines.push(l), colors: true })] });
    expect(lines[0]).to.equal(
      "\u001b[2m         \u001b[22m\u001b[36m▶\u001b[39m \u001b[1mtrim\u001b[22m 'x'",
    );
    const text = await printed(() => trim.invoke('x', { callbacks: [new ConsoleTracer()] }));
    // eslint-disable-next-line no-control-regex -- colours
    expect(/\u001b/.test(text)).to.equal(process.stderr.isTTY && process.stderr.hasColors() ? true : false);
    expect(text).to.include('trim');
  });
});

describe('setDebug', () => {
  it('A1.10 prints the start, end and error of every run with its crumbs, until it is put off', async () => {
    const text = await printed(async () => {
      setDebug(true);
      try {
        await RunnableSequence.from([trim, trim], { name: 'Parent' }).invoke(' x ');
        await caught(fail.invoke(1));
      } finally {
        setDebug(false);
      }
      await trim.invoke('y');
    });
    // eslint-disable-next-line no-control-regex -- colours
    const lines = timeless(text.replaceAll(/\u001b\[\d+m/g, '').split('\n'));
    expect(lines.filter((line) => line.startsWith('['))).to.deep.equal([
      '[chain/start] [chain:Parent] Entering Chain run with input:',
      '[chain/start] [chain:Parent > chain:trim] Entering Chain run with input:',
      '[chain/end] [chain:Parent > chain:trim] [Tms] Exiting Chain run with output:',
      '[chain/start] [chain:Parent > chain:trim] Entering Chain run with input:',
      '[chain/end] [chain:Parent > chain:trim] [Tms] Exiting Chain run with output:',
      '[chain/end] [chain:Parent] [Tms] Exiting Chain run with output:',
      '[chain/start] [chain:fail] Entering Chain run with input:',
      '[chain/error] [chain:fail] [Tms] Chain run errored with error:',
    ]);
    expect(lines.slice(1, 4)).to.deep.equal(['{', '  "input": " x "', '}']);
    expect(lines).to.include('TypeError: no');
    expect(text).not.to.include('"y"');
  });

  it('A1.10 is inherited by runs that have callbacks of their own', async () => {
    const names: string[] = [];
    const text = await printed(async () => {
      setDebug(true);
      try {
        await trim.invoke('x', { callbacks: [{ onStart: (run) => names.push(run.name) }] });
      } finally {
        setDebug(false);
      }
    });
    expect(names).to.deep.equal(['trim']);
    expect(text).to.include('chain:trim');
  });
});

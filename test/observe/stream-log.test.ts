import jsonPatch from 'fast-json-patch';
import { expect } from 'chai';
import {
  FakeStreamingChatModel,
  InvalidInputError,
  RunLog,
  RunLogPatch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  addable,
  type JsonPatchOperation,
  type Run,
  type RunState,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const add = RunnableLambda.from((text: string) => `${text}!`, { name: 'add' });
const letters = RunnableGenerator.from(async function* letters(chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) yield* chunk;
});
const yields = (...chunks: unknown[]) =>
  RunnableGenerator.from(
    async function* () {
      yield* chunks;
    },
    { name: 'yields' },
  );

/** Applies patches by a library that did not make them. */
function applied(patches: readonly RunLogPatch[]): RunState {
  const ops = patches.flatMap((patch) => JSON.parse(JSON.stringify(patch.ops)) as jsonPatch.Operation[]);
  return jsonPatch.applyPatch({}, ops, true).newDocument as RunState;
}

const opsOf = (patches: readonly RunLogPatch[]): JsonPatchOperation[] => patches.flatMap(({ ops }) => ops);

interface Change {
  readonly value: { readonly list: { n: number }[] };
}

describe('streamLog', () => {
  it('A20.1 begins with the whole state', async () => {
    const runId = '019364d8-0000-7000-8000-000000000001';
    const [first] = await collect(add.streamLog('a', { runId }));
    expect(first?.ops).to.deep.equal([
      {
        op: 'replace',
        path: '',
        value: {
          ...{ id: runId, name: 'add', type: 'chain' },
          ...{ streamed_output: [], final_output: null, logs: {} },
        },
      },
    ]);
  });

  it('A20.2 adds each chunk to the list, and what it changes in what they amount to', async () => {
    const merged = yields(
      ...[['0'], ['1'], ['2']].map((alist) => addable({ alist })),
      addable({ text: 'a' }),
      addable({ text: 'b' }),
    );
    expect(opsOf(await collect(merged.streamLog(1))).slice(1)).to.deep.equal([
      { op: 'add', path: '/streamed_output/-', value: { alist: ['0'] } },
      { op: 'replace', path: '/final_output', value: { alist: ['0'] } },
      { op: 'add', path: '/streamed_output/-', value: { alist: ['1'] } },
      { op: 'add', path: '/final_output/alist/1', value: '1' },
      { op: 'add', path: '/streamed_output/-', value: { alist: ['2'] } },
      { op: 'add', path: '/final_output/alist/2', value: '2' },
      { op: 'add', path: '/streamed_output/-', value: { text: 'a' } },
      { op: 'add', path: '/final_output/text', value: 'a' },
      { op: 'add', path: '/streamed_output/-', value: { text: 'b' } },
      { op: 'replace', path: '/final_output/text', value: 'ab' },
    ]);
  });

  it('A20.2 replaces the output where chunks do not add', async () => {
    const ops = opsOf(await collect(yields('a', 'b', 1, 2).streamLog(1)));
    expect(ops.filter(({ path }) => path === '/final_output')).to.deep.equal([
      { op: 'replace', path: '/final_output', value: 'a' },
      { op: 'replace', path: '/final_output', value: 'ab' },
      { op: 'replace', path: '/final_output', value: 1 },
      { op: 'replace', path: '/final_output', value: 3 },
    ]);
  });

  it('A20.2 leaves out the list of chunks where it is told to', async () => {
    const ops = opsOf(await collect(letters.streamLog('ab', {}, { withStreamedOutputList: false })));
    expect(ops.slice(1)).to.deep.equal([
      { op: 'replace', path: '/final_output', value: 'a' },
      { op: 'replace', path: '/final_output', value: 'ab' },
    ]);
  });

  it('A20.3 has an entry for each run below, with its chunks, its output and its times', async () => {
    const chain = RunnableSequence.from([letters, add, add, add]);
    const patches = await collect(chain.streamLog('ab', { tags: ['t'], metadata: { m: 1 } }));
    const { logs } = applied(patches);
    expect(Object.keys(logs)).to.deep.equal(['letters', 'add', 'add:2', 'add:3']);
    expect(Object.keys(logs['add:3'] ?? {})).to.deep.equal([
      ...['id', 'name', 'type', 'tags', 'metadata', 'start_time'],
      ...['streamed_output', 'streamed_output_str', 'final_output', 'end_time'],
    ]);
    expect(logs['add:3']).to.include({ name: 'add', type: 'chain' });
    expect(logs['letters']).to.deep.include({
      ...{ name: 'letters', type: 'chain', tags: ['seq:step:1', 't'], metadata: { m: 1 } },
      ...{ streamed_output: ['a', 'b'], streamed_output_str: [], final_output: { output: 'ab' } },
    });
    expect(logs['add:2']?.final_output).to.deep.equal({ output: 'ab!!' });
    for (const { start_time, end_time } of Object.values(logs)) {
      expect(start_time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Date.parse(String(end_time))).to.be.at.least(Date.parse(start_time));
    }
    const paths = opsOf(patches).map(({ op, path }) => `${op} ${path}`);
    expect(paths.filter((path) => path.includes('/logs/letters'))).to.deep.equal([
      'add /logs/letters',
      'add /logs/letters/streamed_output/-',
      'add /logs/letters/streamed_output/-',
      'add /logs/letters/final_output',
      'add /logs/letters/end_time',
    ]);
  });

  it('A20 is, for a chain of a generator and a function, this list of patches', async () => {
    const chain = RunnableSequence.from([letters, add]);
    const told = opsOf(await collect(chain.streamLog('ab'))).map((change) => {
      const text = JSON.stringify(change)
        .replaceAll(/"id":"[^"]*"/g, '"id":"…"')
        .replaceAll(/"\d{4}-\d\d-\d\dT[^"]*Z"/g, '"time"');
      return JSON.parse(text) as unknown;
    });
    const entry = (name: string, step: number) => ({
      ...{ id: '…', name, type: 'chain', tags: [`seq:step:${String(step)}`], metadata: {} },
      ...{ start_time: 'time', streamed_output: [], streamed_output_str: [] },
      ...{ final_output: null, end_time: null },
    });
    const state = { streamed_output: [], final_output: null, logs: {} };
    expect(told).to.deep.equal([
      { op: 'replace', path: '', value: { id: '…', name: 'RunnableSequence', type: 'chain', ...state } },
      { op: 'add', path: '/logs/letters', value: entry('letters', 1) },
      { op: 'add', path: '/logs/letters/streamed_output/-', value: 'a' },
      { op: 'add', path: '/logs/add', value: entry('add', 2) },
      { op: 'add', path: '/logs/letters/streamed_output/-', value: 'b' },
      { op: 'add', path: '/logs/letters/final_output', value: { output: 'ab' } },
      { op: 'add', path: '/logs/letters/end_time', value: 'time' },
      { op: 'add', path: '/logs/add/streamed_output/-', value: 'ab!' },
      { op: 'add', path: '/streamed_output/-', value: 'ab!' },
      { op: 'replace', path: '/final_output', value: 'ab!' },
      { op: 'add', path: '/logs/add/final_output', value: { output: 'ab!' } },
      { op: 'add', path: '/logs/add/end_time', value: 'time' },
    ]);
  });

  it('A20.3 lists the texts of a model', async () => {
    const model = new FakeStreamingChatModel({ responses: [['Hel', 'lo']], name: 'model' });
    const chain = RunnableSequence.from([(text: string) => text, model]);
    const { logs, final_output } = applied(await collect(chain.streamLog('hi')));
    expect(logs['model']?.streamed_output_str).to.deep.equal(['Hel', 'lo']);
    expect(logs['model']?.final_output).to.have.nested.property('generations[0][0].text', 'Hello');
    expect(final_output).to.have.property('content', 'Hello');
  });

  it('A20.3 ends the entry of a run that fails, and then throws', async () => {
    const fail = RunnableLambda.from(
      (_: string): string => {
        throw new Error('down');
      },
      { name: 'fail' },
    );
    const patches: RunLogPatch[] = [];
    const error = await caught(
      (async () => {
        for await (const patch of RunnableSequence.from([add, fail]).streamLog('x')) patches.push(patch);
      })(),
    );
    expect(error).to.have.property('message', 'down');
    const { logs } = applied(patches);
    expect(logs['fail']?.final_output).to.equal(null);
    expect(logs['fail']?.end_time).to.be.a('string');
  });

  it('A20.3 names runs as JSON Pointers can, whatever they are called', async () => {
    const named = (name: string) => RunnableLambda.from((text: string) => text, { name });
    const chain = RunnableSequence.from([named('a/b~c'), named('__proto__'), named('constructor')]);
    const patches = await collect(chain.streamLog('x'));
    const { logs } = applied(patches);
    expect(Object.keys(logs)).to.deep.equal(['a/b~c', '__proto__:1', 'constructor:1']);
    const log = patches
      .slice(1)
      .reduce<RunLogPatch>((sum, patch) => sum.concat(patch), patches[0] as RunLogPatch);
    expect(log).to.have.deep.nested.property('state.logs', logs);
    expect(({} as Record<string, unknown>)['name']).to.equal(undefined);
  });

  it('A20.3 gives every run an entry of its own, also where a name looks like that of a repeated run', async () => {
    const named = (name: string) => RunnableLambda.from((text: string) => text, { name });
    for (const names of [
      ['add:2', 'add', 'add'],
      ['add', 'add', 'add:2'],
    ]) {
      const chain = RunnableSequence.from(names.map(named) as never);
      const { logs } = applied(await collect(chain.streamLog('x' as never)));
      expect(Object.values(logs).map(({ name }) => name)).to.deep.equal(names);
    }
  });

  it('A20.4 gives the state so far where it is not to give the changes; patches add up to the same', async () => {
    const chain = RunnableSequence.from([letters, add, { x: letters, y: add }]);
    const config = { runId: '019364d8-0000-7000-8000-000000000001' };
    const patches = await collect(chain.streamLog('ab', config));
    const logs = await collect(chain.streamLog('ab', config, { diff: false }));
    expect(logs).to.have.length(patches.length);
    expect(logs[0]?.state).to.deep.include({ final_output: null, logs: {} });
    const steps = (ops: readonly JsonPatchOperation[] = []) => ops.map(({ op, path }) => `${op} ${path}`);
    expect(steps(logs.at(-1)?.ops)).to.deep.equal(steps(opsOf(patches)));

    const state = applied(patches);
    const [first, ...rest] = patches as [RunLogPatch, ...RunLogPatch[]];
    const sum = rest.reduce((log, patch) => log.concat(patch), first);
    expect(sum).to.be.instanceOf(RunLog).with.deep.property('state', state);
    expect(state.final_output).to.deep.equal({ x: 'ab!', y: 'ab!!' });
    const timeless = (text: string) => text.replaceAll(/"[^"]*-[^"]*-[^"]*"/g, '"…"');
    expect(timeless(JSON.stringify(logs.at(-1)?.state))).to.equal(timeless(JSON.stringify(state)));
  });

  it('A20.4 the root is in no entry, and the output is that of the stream', async () => {
    const { logs, streamed_output, final_output } = applied(await collect(letters.streamLog('abc')));
    expect(logs).to.deep.equal({});
    expect(streamed_output).to.deep.equal(['a', 'b', 'c']);
    expect(final_output).to.equal('abc');
  });

  it('A20.5 filters the entries, not the output', async () => {
    const chain = RunnableSequence.from([letters, { x: add, y: add.withConfig({ tags: ['mine'] }) }]);
    const seen = async (options: Parameters<typeof chain.streamLog>[2]) => {
      const { logs, final_output } = applied(await collect(chain.streamLog('a', {}, options)));
      expect(final_output).to.deep.equal({ x: 'a!', y: 'a!' });
      return Object.keys(logs);
    };
    expect(await seen({ includeNames: ['add'] })).to.deep.equal(['add', 'add:2']);
    expect(await seen({ includeTags: ['mine'] })).to.deep.equal(['add']);
    expect(await seen({ excludeNames: ['add'] })).to.deep.equal(['letters', 'RunnableParallel<x,y>']);
    expect(await seen({ includeTypes: ['tool'] })).to.deep.equal([]);
    expect(await seen({ excludeTypes: ['chain'] })).to.deep.equal([]);
    expect(await seen({ excludeTags: ['mine', 'seq:step:1'] })).to.deep.equal([
      ...['RunnableParallel<x,y>', 'add'],
    ]);
  });

  it('A20.6 copies values, so that changing a patch changes nothing else', async () => {
    const chunk = { list: [{ n: 1 }] };
    const patches = await collect(yields(chunk).streamLog(1));
    const [listed, final] = patches[1]?.ops as unknown as Change[];
    (listed as Change).value.list[0] = { n: 2 };
    expect(final?.value).to.deep.equal({ list: [{ n: 1 }] });
    expect(chunk).to.deep.equal({ list: [{ n: 1 }] });
    const log = (patches[0] as RunLogPatch).concat(patches[1] as RunLogPatch);
    const before = JSON.stringify(log.state);
    log.concat(new RunLogPatch([{ op: 'add', path: '/final_output/list/-', value: 3 }]));
    expect(JSON.stringify(log.state)).to.equal(before);
  });

  it('tells of values as JSON has them', async () => {
    const when = new Date(0);
    const { streamed_output } = applied(
      await collect(yields({ when, map: new Map(), skip: undefined, list: [undefined] }).streamLog(1)),
    );
    expect(streamed_output).to.deep.equal([{ when: when.toISOString(), map: {}, list: [null] }]);
  });

  it('tells of bigints and errors in a form that JSON keeps', async () => {
    const { streamed_output } = applied(
      await collect(yields({ big: 10n ** 20n, error: new TypeError('odd') }).streamLog(1)),
    );
    expect(streamed_output).to.deep.equal([
      { big: '100000000000000000000', error: { name: 'TypeError', message: 'odd' } },
    ]);
  });

  it('takes time in proportion to a list that grows', async () => {
    const items = Array.from({ length: 3000 }, (_, index) => [index]);
    const patches = await collect(yields(...items).streamLog(1, {}, { bufferSize: Infinity }));
    expect(patches.at(-1)?.ops).to.deep.equal([
      { op: 'add', path: '/streamed_output/-', value: [2999] },
      { op: 'add', path: '/final_output/2999', value: 2999 },
    ]);
  }).timeout(5000);

  it('refuses a patch that does not follow', () => {
    expect(() =>
      new RunLog([], undefined).concat(new RunLogPatch([{ op: 'remove', path: '/x/y' }])),
    ).to.throw(InvalidInputError, 'RunLog.concat expects a patch that follows');
  });

  it('adds patches that move and copy parts of the state', () => {
    const first = new RunLogPatch([{ op: 'replace', path: '', value: { a: { n: 1 }, b: 2 } }]);
    const { state } = first.concat(
      new RunLogPatch([
        { op: 'move', from: '/b', path: '/c' },
        { op: 'copy', from: '/a/n', path: '/d' },
      ]),
    );
    expect(state).to.deep.equal({ a: { n: 1 }, c: 2, d: 1 });
  });

  it('ends the run and throws where a chunk cannot be logged', async () => {
    const ring: Record<string, unknown> = {};
    ring['self'] = ring;
    let closed = false;
    const rings = RunnableGenerator.from(async function* () {
      try {
        for (;;) yield ring;
      } finally {
        closed = true;
      }
    });
    const ended: string[] = [];
    const observer = { onFinally: ({ status }: Run) => ended.push(status) };
    const error = await caught(collect(rings.streamLog(0, { callbacks: [observer] })));
    expect(error).to.be.instanceOf(RangeError);
    expect(closed).to.equal(true);
    expect(ended).to.deep.equal(['succeeded']);
  });

  it('stops the run when it is left', async () => {
    let closed = false;
    const endless = RunnableGenerator.from(async function* () {
      try {
        for (;;) yield 1;
      } finally {
        closed = true;
      }
    });
    for await (const { ops } of endless.streamLog(0)) if (ops[0]?.op === 'add') break;
    expect(closed).to.equal(true);
  });

  it('logs branches as they produce', async () => {
    const facts = RunnableParallel.from({ a: letters, b: add });
    const { logs, final_output } = applied(await collect(facts.streamLog('xy')));
    expect(Object.keys(logs).sort()).to.deep.equal(['add', 'letters']);
    expect(final_output).to.deep.equal({ a: 'xy', b: 'xy!' });
  });
});

import { expect } from 'chai';
import { RunnableLambda, RunnableSequence } from 'runwright';
import {
  chunks,
  collectRuns,
  FakeStep,
  recordEvents,
  recordEventsSettled,
  stableEvents,
  summarizeRuns,
} from 'runwright/testing';
import { caught } from '../support/caught.js';

const chain = RunnableSequence.from(
  [
    RunnableLambda.from((text: string) => text.trim(), { name: 'trim' }),
    new FakeStep<string, string>({ name: 'model', responses: [chunks('a', 'b')] }),
  ],
  { name: 'Chain' },
);
const cutOff = new Error('cut off');
const failing = new FakeStep<string, string>({ name: 'failing', responses: [chunks('a', cutOff)] });

describe('recordEvents', () => {
  it('gives the events of all runs, the same each time', async () => {
    const events = await recordEvents(chain, ' x ', { tags: ['t'] });
    expect(events).to.deep.equal(await recordEvents(chain, ' x ', { tags: ['t'] }));
    expect(
      events.map(({ event, name, run_id, parent_ids }) => [event, name, run_id, parent_ids]),
    ).to.deep.equal([
      ['on_chain_start', 'Chain', 'run-1', []],
      ['on_chain_start', 'trim', 'run-2', ['run-1']],
      ['on_chain_stream', 'trim', 'run-2', ['run-1']],
      ['on_chain_start', 'model', 'run-3', ['run-1']],
      ['on_chain_end', 'trim', 'run-2', ['run-1']],
      ['on_chain_stream', 'model', 'run-3', ['run-1']],
      ['on_chain_stream', 'Chain', 'run-1', []],
      ['on_chain_stream', 'model', 'run-3', ['run-1']],
      ['on_chain_stream', 'Chain', 'run-1', []],
      ['on_chain_end', 'model', 'run-3', ['run-1']],
      ['on_chain_end', 'Chain', 'run-1', []],
    ]);
    expect(events.at(-1)).to.deep.include({ data: { output: 'ab' }, tags: ['t'] });
  });

  it('takes what streamEvents takes', async () => {
    const options = { includeNames: ['model'] };
    const events = await recordEvents(chain, 'x', { version: 'v1' }, options, { k: 1 });
    expect(new Set(events.map(({ name }) => name))).to.deep.equal(new Set(['model']));
    expect(events[0]).to.deep.include({ run_id: 'run-1', parent_ids: [] });
  });

  it('rejects with the very error of the run', async () => {
    expect(await caught(recordEvents(failing, 'x'))).to.equal(cutOff);
  });
});

describe('recordEventsSettled', () => {
  it('gives the events up to a failure, and the failure', async () => {
    const { events, error } = await recordEventsSettled(failing, 'x');
    expect(error).to.equal(cutOff);
    expect(events.map(({ event }) => event)).to.deep.equal(['on_chain_start', 'on_chain_stream']);
    expect(await recordEventsSettled(chain, 'x')).to.have.property('error', undefined);
  });
});

describe('stableEvents', () => {
  it('numbers runs in the order in which events name them', async () => {
    const events = [];
    for await (const event of chain.streamEvents('x', {}, { includeNames: ['model'] })) events.push(event);
    expect(stableEvents(events)[0]).to.deep.include({ run_id: 'run-2', parent_ids: ['run-1'] });
    expect(events[0]?.run_id).to.match(/^[0-9a-f]{8}-/);
  });
});

describe('summarizeRuns', () => {
  it('gives what of runs is the same each time', async () => {
    const runs = collectRuns();
    await chain.invoke(' x ', { callbacks: [runs], metadata: { m: 1 } });
    const step = { runType: 'chain', status: 'succeeded', metadata: { m: 1 } };
    expect(summarizeRuns(runs)).to.deep.equal([
      {
        ...{ ...step, name: 'Chain', input: ' x ', output: 'ab' },
        children: [
          { ...step, name: 'trim', input: ' x ', output: 'x', tags: ['seq:step:1'] },
          { ...step, name: 'model', input: 'x', output: 'ab', tags: ['seq:step:2'] },
        ],
      },
    ]);
    runs.clear();
    await caught(failing.invoke('x', { callbacks: [runs] }));
    expect(summarizeRuns(runs)).to.deep.equal([
      { name: 'failing', runType: 'chain', status: 'failed', input: 'x', error: cutOff },
    ]);
  });
});

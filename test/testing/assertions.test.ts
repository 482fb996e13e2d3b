import { AssertionError } from 'node:assert';
import * as chai from 'chai';
import { RunnableLambda, RunnableSequence } from 'runwright';
import {
  assertChunks,
  assertEvents,
  assertInputs,
  assertNoOpenRuns,
  assertOutput,
  assertRunTree,
  chunks,
  collectRuns,
  FakeStep,
  hang,
  recordEvents,
  recording,
  runwrightChai,
} from 'runwright/testing';
import { caught } from '../support/caught.js';
import { turns } from '../support/turns.js';

chai.use(runwrightChai);
const { expect } = chai;

const model = (): FakeStep<string, string> =>
  new FakeStep<string, string>({ name: 'model', responses: [chunks('Hel', 'lo')] });

const chain = RunnableSequence.from(
  [RunnableLambda.from((text: string) => text.trim(), { name: 'trim' }), model()],
  { name: 'Chain' },
);
const TREE = ['Chain', '  trim', '  model'];

/** The messages with which assertions fail. */
async function messagesOf(...assertions: (() => unknown)[]): Promise<string[]> {
  const errors = await Promise.all(assertions.map((assert) => caught((async () => assert())())));
  return errors.map((error) => (error as Error).message);
}

describe('assertions', () => {
  it('compare the output of a call, and of a stream', async () => {
    await assertOutput(model().invoke('x'), 'Hello');
    await assertOutput(model().stream('x'), 'Hello');
    await expect(model().stream('x')).to.have.output('Hello');
    await expect(model().invoke('x')).not.to.have.output('Hel');
    const messages = await messagesOf(
      () => assertOutput(model().invoke('x'), 'Bye'),
      () => expect(model().invoke('x')).to.have.output('Bye'),
      () => expect(model().invoke('x')).not.to.have.output('Hello'),
    );
    expect(messages).to.deep.equal([
      "expected the output to be 'Bye', but got 'Hello'",
      "expected the output to be 'Bye', but got 'Hello'",
      "expected the output not to be 'Hello'",
    ]);
  });

  it('compare the chunks of a stream', async () => {
    await assertChunks(model().stream('x'), ['Hel', 'lo']);
    await expect(model().stream('x')).to.have.chunks(['Hel', 'lo']);
    const messages = await messagesOf(
      () => assertChunks(model().stream('x'), ['Hel', 'low']),
      () => expect(model().stream('x')).to.have.chunks(['Hel']),
      () => assertChunks(model().stream('x'), ['Hel', 'lo', '!']),
      () => expect(model().stream('x')).not.to.have.chunks(['Hel', 'lo']),
    );
    expect(messages).to.deep.equal([
      "expected chunk 2 to be 'low', but got 'lo'",
      "expected no chunk 2, but got 'lo'",
      "expected chunk 3 to be '!', but there is none",
      "expected the chunks not to be [ 'Hel', 'lo' ]",
    ]);
  });

  it('compare the tree of runs, and find those that have not ended', async () => {
    const runs = collectRuns();
    await chain.invoke('x', { callbacks: [runs] });
    assertRunTree(runs, TREE);
    assertNoOpenRuns(runs);
    expect(runs).to.have.runTree(TREE);
    expect(runs).to.have.noOpenRuns();

    const controller = new AbortController();
    const { signal } = controller;
    const open = collectRuns();
    const hanging = new FakeStep<string, string>({ name: 'hanging', responses: [hang()] });
    const run = caught(
      RunnableSequence.from([(x: string) => x, hanging], { name: 'Outer' }).invoke('x', {
        callbacks: [open],
        signal,
      }),
    );
    await turns();
    const messages = await messagesOf(
      () => assertNoOpenRuns(open),
      () => expect(open).to.have.noOpenRuns(),
      () => expect(runs).not.to.have.noOpenRuns(),
      () => assertRunTree(runs, ['Chain', '  trim', '    model']),
    );
    expect(messages).to.deep.equal([
      'expected every run to have ended, but these have not: Outer; Outer > hanging',
      'expected every run to have ended, but these have not: Outer; Outer > hanging',
      'expected a run that has not ended, but all have',
      "expected line 3 of the run tree to be '    model', but got '  model'",
    ]);
    controller.abort();
    await run;
    await turns();
    assertNoOpenRuns(open);
  });

  it('compare events, each as a line', async () => {
    const events = await recordEvents(model(), 'x');
    const lines = [
      'on_chain_start model',
      'on_chain_stream model',
      'on_chain_stream model',
      'on_chain_end model',
    ];
    assertEvents(events, lines);
    expect(events).to.have.events(lines);
    const messages = await messagesOf(() => assertEvents(events, lines.slice(1)));
    expect(messages).to.deep.equal([
      "expected event 1 to be 'on_chain_stream model', but got 'on_chain_start model'",
    ]);
  });

  it('compare the inputs of a fake and of a recording', async () => {
    const fake = recording(model());
    await fake.batch(['a', 'b']);
    assertInputs(fake, ['a', 'b']);
    assertInputs(fake.calls, ['a', 'b']);
    expect(fake).to.have.inputs(['a', 'b']);
    // @ts-expect-error the fake takes texts
    assertInputs(recording(model()), [] as number[]);
    expect(await messagesOf(() => assertInputs(fake, ['a']))).to.deep.equal([
      "expected no input 2, but got 'b'",
    ]);
  });

  it('distinguish an item that is undefined from a missing one', async () => {
    const step = new FakeStep<string, undefined>({ responses: [undefined] });
    expect(await messagesOf(() => assertChunks(step.stream('x'), []))).to.deep.equal([
      'expected no chunk 1, but got undefined',
    ]);
  });

  it('throw errors of which every test runner shows a diff', async () => {
    const error = await caught(assertOutput(model().invoke('x'), 'Bye'));
    expect(error).to.be.instanceOf(AssertionError).that.includes({ actual: 'Hello', expected: 'Bye' });
    const ofChai = await caught(expect(model().invoke('x')).to.have.output('Bye'));
    expect(ofChai).to.be.instanceOf(chai.AssertionError).that.includes({ actual: 'Hello', expected: 'Bye' });
  });
});
